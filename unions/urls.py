from django.contrib.auth.views import LogoutView
from django.urls import path

from core.middleware import public
from unions.views import (
    accounts,
    invitations,
    inviting,
    join,
    lists,
    pages,
    people,
    reorganisation,
    security,
    sign_in,
    units,
)

app_name = "unions"
urlpatterns = [
    path("my-unit/", pages.own_unit, name="own-unit"),
    path("units/", lists.UnitList.as_view(), name="grassroots-list"),
    path("units/<int:pk>/", pages.UnitPage.as_view(), name="grassroots"),
    path("units/<int:pk>/headcount/<int:year>/", units.YearNumbers.as_view(), name="headcount"),
    path("units/<int:pk>/people/new/", people.NewPerson.as_view(), name="person-new"),
    path("units/<int:pk>/teams/new/", units.NewTeam.as_view(), name="team-new"),
    path("units/<int:pk>/roles/new/", accounts.Appoint.as_view(), name="role-new"),
    path("teams/<int:pk>/", units.ChangeTeam.as_view(), name="team-edit"),
    path("people/", lists.PersonList.as_view(), name="people"),
    path("people/<int:pk>/", pages.PersonPage.as_view(), name="person"),
    path("people/<int:pk>/edit/", people.ChangePerson.as_view(), name="person-edit"),
    path("unions/", pages.UnionTree.as_view(), name="union-list"),
    path("unions/<int:pk>/", pages.UnionPage.as_view(), name="union"),
    path("unions/<int:pk>/units/new/", units.NewUnit.as_view(), name="grassroots-new"),
    path("unions/<int:pk>/enterprises/new/", units.NewEnterprise.as_view(), name="enterprise-new"),
    path(
        "unions/<int:pk>/reorganisations/new/", reorganisation.NewReorganisation.as_view(), name="reorganisation-new"
    ),
    path("reorganisations/", reorganisation.ReorganisationList.as_view(), name="reorganisations"),
    path("reorganisations/<int:pk>/", reorganisation.ReorganisationPage.as_view(), name="reorganisation"),
    path("reorganisations/<int:pk>/edit/", reorganisation.ChangeReorganisation.as_view(), name="reorganisation-edit"),
    path("reorganisations/<int:pk>/choose/", reorganisation.ChooseUnits.as_view(), name="reorganisation-choose"),
    path("reorganisations/<int:pk>/paste/", reorganisation.PasteUnits.as_view(), name="reorganisation-paste"),
    path(
        "reorganisations/<int:pk>/<slug:move>/",
        reorganisation.MoveReorganisation.as_view(),
        name="reorganisation-move",
    ),
    path("reorganisation-lines/<int:pk>/remove/", reorganisation.TakeOffList.as_view(), name="reorganisation-remove"),
    path("enterprises/", lists.EnterpriseList.as_view(), name="enterprises"),
    path("enterprises/<int:pk>/", pages.EnterprisePage.as_view(), name="enterprise"),
    path("accounts/", lists.UserList.as_view(), name="users"),
    path("accounts/<int:pk>/", pages.UserPage.as_view(), name="user"),
    path("accounts/<int:pk>/new-password/", invitations.OfferPassword.as_view(), name="offer-password"),
    path("accounts/<int:pk>/sessions/end/", security.EndSessionsOf.as_view(), name="user-sessions-end"),
    path(
        "accounts/<int:pk>/second-factor/remove/",
        security.RemoveSecondFactorOf.as_view(),
        name="user-second-factor-remove",
    ),
    path("accounts/<int:pk>/see/", security.SeeAs.as_view(), name="see-as"),
    path("seeing/end/", security.seeing_end, name="seeing-end"),
    path("invitations/", invitations.InvitationList.as_view(), name="invitations"),
    path("invitations/<int:pk>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("invitations/<int:pk>/withdraw/", invitations.Withdraw.as_view(), name="invitation-withdraw"),
    path("invitations/<int:pk>/send/", invitations.SendAgain.as_view(), name="invitation-send"),
    path("invitations/<int:pk>/print/", invitations.PrintAgain.as_view(), name="invitation-print"),
    path("units/<int:pk>/invitations/new/", inviting.InviteToUnit.as_view(), name="invite-to-unit"),
    path("units/<int:pk>/hand-over/", inviting.HandOver.as_view(), name="hand-over"),
    path("unions/<int:pk>/invitations/new/", inviting.InviteToUnion.as_view(), name="invite-to-union"),
    path("unions/<int:pk>/invitations/slips/", inviting.PrintSlips.as_view(), name="invitation-slips"),
    path("roles/<int:pk>/end/", accounts.EndRole.as_view(), name="role-end"),
]

# The doors of the house, without a namespace: Django's settings name them.
doors = [
    path("sign-in/", public(sign_in.SignIn.as_view()), name="sign-in"),
    path("sign-out/", public(LogoutView.as_view()), name="sign-out"),
    path("sign-in/code/", public(sign_in.SecondStep.as_view()), name="second-step"),
    path("join/<str:token>/", public(join.Join.as_view()), name="join"),
    path("password/", accounts.OwnPassword.as_view(), name="password"),
    path("password/forgotten/", public(join.ForgottenPassword.as_view()), name="password-forgotten"),
    path("password/forgotten/sent/", public(join.forgotten_sent), name="password-forgotten-sent"),
    path("password/new/<uidb64>/<token>/", public(join.NewPassword.as_view()), name="password-new"),
    path("security/", security.Security.as_view(), name="security"),
    path("security/sessions/<int:pk>/end/", security.session_end, name="session-end"),
    path("security/sessions/end-others/", security.sessions_end_others, name="sessions-end-others"),
    path("security/second-factor/", security.SetUpSecondFactor.as_view(), name="second-factor-set-up"),
    path("security/second-factor/codes/", security.RenewCodes.as_view(), name="second-factor-codes"),
    path("security/second-factor/remove/", security.RemoveSecondFactor.as_view(), name="second-factor-remove"),
]
