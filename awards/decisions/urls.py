from django.urls import path

from awards.decisions.views.actions import decision_paper, decision_picture, discard_draft_view, strike_award
from awards.decisions.views.drafting import AwardEdit, DecisionAddNominations, DecisionAddRecipient, DecisionEdit
from awards.decisions.views.moves import DecisionHandOver, DecisionIssue, DecisionMove, DecisionRevoke, DecisionSign
from awards.decisions.views.pages import DecisionCreate, DecisionCreateWithoutSession, DecisionList, DecisionPage

urlpatterns = [
    path("decisions/", DecisionList.as_view(), name="decisions"),
    path("decisions/new/", DecisionCreate.as_view(), name="decision-create"),
    path(
        "decisions/new/without-session/",
        DecisionCreateWithoutSession.as_view(),
        name="decision-create-without-session",
    ),
    path("decisions/<int:pk>/", DecisionPage.as_view(), name="decision"),
    path("decisions/<int:pk>/edit/", DecisionEdit.as_view(), name="decision-edit"),
    path("decisions/<int:pk>/nominations/", DecisionAddNominations.as_view(), name="decision-add-nominations"),
    path("decisions/<int:pk>/recipients/", DecisionAddRecipient.as_view(), name="decision-add-recipient"),
    path("decisions/<int:pk>/discard/", discard_draft_view, name="decision-discard"),
    path("decisions/<int:pk>/move/<slug:move>/", DecisionMove.as_view(), name="decision-move"),
    path("decisions/<int:pk>/sign/", DecisionSign.as_view(), name="decision-sign"),
    path("decisions/<int:pk>/issue/", DecisionIssue.as_view(), name="decision-issue"),
    path("decisions/<int:pk>/hand-over/", DecisionHandOver.as_view(), name="decision-hand-over"),
    path("decisions/<int:pk>/revoke/", DecisionRevoke.as_view(), name="decision-revoke"),
    path("decisions/<int:pk>/paper/", decision_paper, {"file_format": "pdf"}, name="decision-paper"),
    path("decisions/<int:pk>/paper.docx", decision_paper, {"file_format": "docx"}, name="decision-docx"),
    path("decisions/<int:pk>/paper.png", decision_picture, name="decision-picture"),
    path("awards/<int:pk>/edit/", AwardEdit.as_view(), name="award-edit"),
    path("awards/<int:pk>/strike/", strike_award, name="award-strike"),
]
