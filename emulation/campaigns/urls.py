from django.urls import path

from emulation.campaigns.views.answers import RolloutEdit, RolloutLaunch, RolloutReceipt, RolloutReport
from emulation.campaigns.views.attachments import AttachmentAdd, AttachmentEdit, attachment_file
from emulation.campaigns.views.audience import AudienceList
from emulation.campaigns.views.campaigns import CampaignCreate, CampaignEdit, CampaignList, CampaignMove, CampaignPage
from emulation.campaigns.views.changes import CampaignAdd, CampaignExtend, ExtensionWithdraw
from emulation.campaigns.views.copies import CampaignCopy, CampaignsCopy
from emulation.campaigns.views.counted import CountedOfUnit
from emulation.campaigns.views.papers import (
    LetterNumber,
    PlanFile,
    PlanNumber,
    letter_paper,
    letter_picture,
    plan_paper,
    plan_picture,
    plan_scan,
)
from emulation.campaigns.views.reviews import CampaignFinalReview, CampaignInterimReview
from emulation.campaigns.views.rollouts import RolloutList, RolloutMove, RolloutPage, RolloutsAccept, rollout_file
from emulation.campaigns.views.slips import PlanSlip

urlpatterns = [
    path("campaigns/", CampaignList.as_view(), name="campaigns"),
    path("campaigns/new/", CampaignCreate.as_view(), name="campaign-create"),
    path("campaigns/<int:pk>/", CampaignPage.as_view(), name="campaign"),
    path("campaigns/copy/", CampaignsCopy.as_view(), name="campaigns-copy"),
    path("campaigns/<int:pk>/copy/", CampaignCopy.as_view(), name="campaign-copy"),
    path("campaigns/audience/", AudienceList.as_view(), name="campaign-audience"),
    path("campaigns/<int:pk>/edit/", CampaignEdit.as_view(), name="campaign-edit"),
    path("campaigns/<int:pk>/extend/", CampaignExtend.as_view(), name="campaign-extend"),
    path("campaigns/<int:pk>/changes/<int:number>/withdraw/", ExtensionWithdraw.as_view(), name="extension-withdraw"),
    path("campaigns/<int:pk>/add/", CampaignAdd.as_view(), name="campaign-add"),
    path("campaigns/<int:pk>/review/", CampaignInterimReview.as_view(), name="campaign-review"),
    path("campaigns/<int:pk>/sum-up/", CampaignFinalReview.as_view(), name="campaign-sum-up"),
    path("campaigns/<int:pk>/move/<slug:move>/", CampaignMove.as_view(), name="campaign-move"),
    path("campaigns/<int:pk>/number/", PlanNumber.as_view(), name="plan-number"),
    path("campaigns/<int:pk>/plan.pdf", plan_paper, {"file_format": "pdf"}, name="plan-paper"),
    path("campaigns/<int:pk>/plan.docx", plan_paper, {"file_format": "docx"}, name="plan-docx"),
    path("campaigns/<int:pk>/plan.png", plan_picture, name="plan-picture"),
    path("campaigns/<int:pk>/plan/file/", PlanFile.as_view(), name="plan-file"),
    path("campaigns/<int:pk>/plan/scan/", plan_scan, name="plan-scan"),
    path("campaigns/<int:pk>/attach/", AttachmentAdd.as_view(), name="campaign-attach"),
    path("plan-attachments/<int:pk>/", attachment_file, name="attachment"),
    path("plan-attachments/<int:pk>/edit/", AttachmentEdit.as_view(), name="attachment-edit"),
    path("campaigns/<int:pk>/letter/number/", LetterNumber.as_view(), name="letter-number"),
    path("campaigns/<int:pk>/letter.pdf", letter_paper, {"file_format": "pdf"}, name="letter-paper"),
    path("campaigns/<int:pk>/letter.docx", letter_paper, {"file_format": "docx"}, name="letter-docx"),
    path("campaigns/<int:pk>/letter.png", letter_picture, name="letter-picture"),
    path("r/<str:code>/", PlanSlip.as_view(), name="plan-slip"),
    path("rollouts/", RolloutList.as_view(), name="rollouts"),
    path("rollouts/accept/", RolloutsAccept.as_view(), name="rollouts-accept"),
    path("rollouts/<int:pk>/", RolloutPage.as_view(), name="rollout"),
    path("rollouts/<int:pk>/move/<slug:move>/", RolloutMove.as_view(), name="rollout-move"),
    path("rollouts/<int:pk>/edit/", RolloutEdit.as_view(), name="rollout-edit"),
    path("rollouts/<int:pk>/receipt/", RolloutReceipt.as_view(), name="rollout-receipt"),
    path("rollouts/<int:pk>/launch/", RolloutLaunch.as_view(), name="rollout-launch"),
    path("rollouts/<int:pk>/report/", RolloutReport.as_view(), name="rollout-report"),
    path("rollouts/<int:pk>/counted/<slug:measure>/", CountedOfUnit.as_view(), name="rollout-counted"),
    path("rollouts/<int:pk>/photo/", rollout_file, {"field": "photo"}, name="rollout-photo"),
    path("rollouts/<int:pk>/document/", rollout_file, {"field": "document"}, name="rollout-document"),
    path(
        "rollouts/<int:pk>/report-document/",
        rollout_file,
        {"field": "report_document"},
        name="rollout-report-document",
    ),
]
