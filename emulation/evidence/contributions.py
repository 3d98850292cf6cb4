from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.frozen.records import FrozenRecord, LaterChange
from core.panels import PANELS
from emulation.eligibility.history import EVIDENCE
from emulation.evidence.models import Evidence
from emulation.evidence.panel import evidence_panel
from emulation.evidence.rules import may_mend
from emulation.evidence.selectors import check_mendable, kinds_attached

OF_LOCKED = "{row}.registration_id IN (SELECT id FROM emulation_registration WHERE state = 'locked')"
PAPER = ("paper_received_on", "paper_received_by", "revision")
FREEZES = (FrozenRecord(Evidence, since=OF_LOCKED, changes=(LaterChange("note the paper original", PAPER),)),)
LABELS = {
    "evidence.attach": _("attached evidence"),
    "evidence.receive": _("noted the paper original"),
}
BY_THE_OFFICER = "the officer notes it on a page of its own"
EVIDENCE_CORRECTION = CorrectionRule(
    fields=("kind", "note"),
    page="emulation:evidence-edit",
    may=may_mend,
    until="the unit: before it submits or after a return; the officer: until the registration is locked",
    check=check_mendable,
    may_strike=may_mend,
    owner=attrgetter("registration"),
    fixed={
        "registration": "strike it out and attach it to the right registration",
        **dict.fromkeys(("file", "link"), "strike it out and attach the right one"),
        **dict.fromkeys(("paper_received_on", "paper_received_by"), BY_THE_OFFICER),
    },
)


def register() -> None:
    EVIDENCE.register(kinds_attached)
    PANELS.register(evidence_panel, to="emulation.Registration")
    CORRECTIONS.register(EVIDENCE_CORRECTION, to="emulation.Evidence")
    register_labels(LABELS)
