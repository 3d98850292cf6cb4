"""R60: the parts of a dossier (handbook 3.7)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.eligibility.choices import EvidenceKind
from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, holds, rule
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.rulings import Parameters


@rule(
    "R60",
    gettext_lazy("Complete dossier"),
    gettext_lazy("The dossier lacks: %(parts)s."),
    concerns=scopes.everything,
    of_result=True,
)
def complete_dossier(case: Case, p: Parameters) -> Answer | None:
    required = p.values["parts"].get(case.title.code)
    if not required:
        return None
    attached = case.subject.evidence
    missing = [part for part in required if part not in (attached or ())]
    words = ", ".join(str(EvidenceKind(part).label).lower() for part in missing)

    def cure() -> str:
        return _("Attach it to the registration, on the page of the registration.")

    return Answer(holds(attached, lambda _kinds: not missing), {"evidence": attached}, {"parts": words}, cure=cure)
