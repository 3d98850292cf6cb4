from django.urls import path

from emulation.monitoring.views.board import Board
from emulation.monitoring.views.reminding import PhoneList, RemindChosen
from emulation.monitoring.views.shares import Shares

urlpatterns = [
    path("campaigns/<int:pk>/board/", Board.as_view(), name="campaign-board"),
    path("campaigns/<int:pk>/board/remind/", RemindChosen.as_view(), name="campaign-remind"),
    path("campaigns/<int:pk>/board/phones/", PhoneList.as_view(), name="campaign-phones"),
    path("campaigns/<int:pk>/shares/", Shares.as_view(), name="campaign-shares"),
]
