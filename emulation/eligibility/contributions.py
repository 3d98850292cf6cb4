from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.frozen.records import ALWAYS, FrozenRecord, LaterChange, Part
from core.navigation import TABS, NavItem
from emulation.classification.services import GRADE_OBJECTIONS
from emulation.eligibility.models import Assessment, Verdict
from emulation.eligibility.parameter_files import load_rules
from emulation.eligibility.rules.access import may_read_rules
from emulation.eligibility.selectors.grading import grade_objection
from emulation.law.contributions import REFERENCE_DATA
from emulation.law.services import MORE_REFERENCE

PASSING = ("passed_by", "passed_at", "pass_reason")
FREEZES = (
    FrozenRecord(
        Assessment,
        ALWAYS,
        changes=(LaterChange("judge the row again", ("is_current",)),),
        parts=(
            Part(
                Verdict,
                "assessment",
                grows="verdicts are stored after their assessment",
                changes=(LaterChange("pass a warning", PASSING, when="OLD.passed_at IS NULL"),),
            ),
        ),
    ),
)
RULES_TAB = NavItem("rules", _("Rules of eligibility"), "emulation:rules", 90, may_read_rules)
LABELS = {
    "rule.change": _("changed the rule from a day on"),
    "verdict.pass": _("passed warnings of eligibility"),
}
JUDGED_AGAIN = NotCorrected("nobody types it; the next act judges the row again and stores another")


def register() -> None:
    TABS.register(RULES_TAB, to="registrations")
    register_labels(LABELS)
    MORE_REFERENCE.register(load_rules)
    GRADE_OBJECTIONS.register(grade_objection)
    CORRECTIONS.register(REFERENCE_DATA, to="emulation.RuleParameter")
    for name in ("Assessment", "Verdict"):
        CORRECTIONS.register(JUDGED_AGAIN, to=f"emulation.{name}")
