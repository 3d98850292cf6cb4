from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS
from core.navigation import TABS, NavItem
from emulation.eligibility.parameter_files import load_rules
from emulation.eligibility.rules.access import may_read_rules
from emulation.law.contributions import REFERENCE_DATA
from emulation.law.services import MORE_REFERENCE

RULES_TAB = NavItem("rules", _("Rules of eligibility"), "emulation:rules", 90, may_read_rules)


def register() -> None:
    TABS.register(RULES_TAB, to="registrations")
    register_labels({"rule.change": _("changed the rule from a day on")})
    MORE_REFERENCE.register(load_rules)
    CORRECTIONS.register(REFERENCE_DATA, to="emulation.RuleParameter")
