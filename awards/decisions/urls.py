from django.urls import path

from awards.decisions.views.actions import decision_paper, discard_draft_view, strike_award
from awards.decisions.views.pages import (
    AwardAmount,
    DecisionCreate,
    DecisionEdit,
    DecisionIssue,
    DecisionList,
    DecisionPage,
    DecisionRevoke,
    DecisionSign,
)

urlpatterns = [
    path("decisions/", DecisionList.as_view(), name="decisions"),
    path("decisions/new/", DecisionCreate.as_view(), name="decision-create"),
    path("decisions/<int:pk>/", DecisionPage.as_view(), name="decision"),
    path("decisions/<int:pk>/edit/", DecisionEdit.as_view(), name="decision-edit"),
    path("decisions/<int:pk>/discard/", discard_draft_view, name="decision-discard"),
    path("decisions/<int:pk>/sign/", DecisionSign.as_view(), name="decision-sign"),
    path("decisions/<int:pk>/issue/", DecisionIssue.as_view(), name="decision-issue"),
    path("decisions/<int:pk>/revoke/", DecisionRevoke.as_view(), name="decision-revoke"),
    path("decisions/<int:pk>/paper/", decision_paper, {"file_format": "pdf"}, name="decision-paper"),
    path("decisions/<int:pk>/paper.docx", decision_paper, {"file_format": "docx"}, name="decision-docx"),
    path("awards/<int:pk>/amount/", AwardAmount.as_view(), name="award-amount"),
    path("awards/<int:pk>/strike/", strike_award, name="award-strike"),
]
