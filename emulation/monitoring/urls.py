from django.urls import path

from emulation.monitoring.views.board import Board
from emulation.monitoring.views.printing import PrintPhoneList, PrintPlanSlips
from emulation.monitoring.views.reminding import PhoneList, RemindChosen
from emulation.monitoring.views.shares import Shares
from emulation.monitoring.views.targets import RankingSwitch, TargetRows, Targets

urlpatterns = [
    path("campaigns/<int:pk>/board/", Board.as_view(), name="campaign-board"),
    path("campaigns/<int:pk>/board/remind/", RemindChosen.as_view(), name="campaign-remind"),
    path("campaigns/<int:pk>/board/phones/", PhoneList.as_view(), name="campaign-phones"),
    path("campaigns/<int:pk>/board/phones.pdf", PrintPhoneList.as_view(), name="campaign-phones-paper"),
    path("campaigns/<int:pk>/board/slips.pdf", PrintPlanSlips.as_view(), name="campaign-slips"),
    path("campaigns/<int:pk>/shares/", Shares.as_view(), name="campaign-shares"),
    path("campaigns/<int:pk>/targets/", Targets.as_view(), name="campaign-targets"),
    path("campaigns/<int:pk>/targets/<int:target>/", TargetRows.as_view(), name="campaign-target"),
    path("campaigns/<int:pk>/ranking/", RankingSwitch.as_view(), name="campaign-ranking"),
]
