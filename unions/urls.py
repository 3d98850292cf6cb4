from django.contrib.auth.views import LogoutView
from django.urls import path

from core.middleware import public
from unions.views import accounts, lists, pages, people, reorganisation, units

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
    path("roles/<int:pk>/end/", accounts.EndRole.as_view(), name="role-end"),
]

# The doors of the house, without a namespace: Django's settings name them.
doors = [
    path("sign-in/", public(accounts.SignIn.as_view()), name="sign-in"),
    path("sign-out/", public(LogoutView.as_view()), name="sign-out"),
    path("password/", accounts.OwnPassword.as_view(), name="password"),
]
