from django.urls import path

from unions.units.views.actions import HeadcountPage, NewEnterprise, NewTeam, NewUnit
from unions.units.views.corrections import (
    CorrectAffiliation,
    CorrectEnterprise,
    CorrectHeadcount,
    CorrectName,
    CorrectTeam,
    CorrectUnit,
)
from unions.units.views.lists import EnterpriseList, UnitList
from unions.units.views.pages import EnterprisePage, UnitPage, own_unit
from unions.units.views.sectors import CorrectSector, NewSector

urlpatterns = [
    path("my-unit/", own_unit, name="own-unit"),
    path("units/", UnitList.as_view(), name="grassroots-list"),
    path("units/<int:pk>/", UnitPage.as_view(), name="grassroots"),
    path("units/<int:pk>/edit/", CorrectUnit.as_view(), name="grassroots-edit"),
    path("unit-names/<int:pk>/", CorrectName.as_view(), name="grassroots-name-edit"),
    path("affiliations/<int:pk>/", CorrectAffiliation.as_view(), name="affiliation-edit"),
    path("headcounts/<int:pk>/", CorrectHeadcount.as_view(), name="headcount-edit"),
    path("units/<int:pk>/headcount/<int:year>/", HeadcountPage.as_view(), name="headcount"),
    path("units/<int:pk>/teams/new/", NewTeam.as_view(), name="team-new"),
    path("teams/<int:pk>/", CorrectTeam.as_view(), name="team-edit"),
    path("unions/<int:pk>/sectors/new/", NewSector.as_view(), name="sector-new"),
    path("sectors/<int:pk>/", CorrectSector.as_view(), name="sector-edit"),
    path("unions/<int:pk>/units/new/", NewUnit.as_view(), name="grassroots-new"),
    path("unions/<int:pk>/enterprises/new/", NewEnterprise.as_view(), name="enterprise-new"),
    path("enterprises/", EnterpriseList.as_view(), name="enterprises"),
    path("enterprises/<int:pk>/", EnterprisePage.as_view(), name="enterprise"),
    path("enterprises/<int:pk>/edit/", CorrectEnterprise.as_view(), name="enterprise-edit"),
]
