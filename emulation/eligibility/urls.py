from django.urls import path

from emulation.eligibility.views.rules import RuleChange, RuleList, RulePage

urlpatterns = [
    path("rules/", RuleList.as_view(), name="rules"),
    path("rules/<slug:rule>/", RulePage.as_view(), name="rule"),
    path("rules/<slug:rule>/change/", RuleChange.as_view(), name="rule-change"),
]
