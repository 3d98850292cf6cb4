from django.urls import path

from emulation.eligibility.views.rules import RuleChange, RuleList, RulePage

urlpatterns = [
    path("rules/", RuleList.as_view(), name="rules"),
    path("rules/<str:rule>/", RulePage.as_view(), name="rule"),
    path("rules/<str:rule>/change/", RuleChange.as_view(), name="rule-change"),
]
