from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.invitations.views.inviting import HandOver, InviteToUnion, InviteToUnit, PrintSlips
from accounts.invitations.views.join import Join
from accounts.invitations.views.pages import (
    InvitationList,
    InvitationPage,
    OfferPassword,
    PrintAgain,
    SendAgain,
    Withdraw,
)

urlpatterns = [
    path("accounts/<int:pk>/new-password/", OfferPassword.as_view(), name="offer-password"),
    path("invitations/", InvitationList.as_view(), name="invitations"),
    path("invitations/<int:pk>/", InvitationPage.as_view(), name="invitation"),
    path("invitations/<int:pk>/withdraw/", Withdraw.as_view(), name="invitation-withdraw"),
    path("invitations/<int:pk>/send/", SendAgain.as_view(), name="invitation-send"),
    path("invitations/<int:pk>/print/", PrintAgain.as_view(), name="invitation-print"),
    path("units/<int:pk>/invitations/new/", InviteToUnit.as_view(), name="invite-to-unit"),
    path("units/<int:pk>/hand-over/", HandOver.as_view(), name="hand-over"),
    path("unions/<int:pk>/invitations/new/", InviteToUnion.as_view(), name="invite-to-union"),
    path("unions/<int:pk>/invitations/slips/", PrintSlips.as_view(), name="invitation-slips"),
]

account_urlpatterns = [
    path("join/<str:token>/", login_not_required(Join.as_view()), name="join"),
]
