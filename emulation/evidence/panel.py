from core.panels import Panel
from emulation.evidence.rules import may_attach, mend_objection
from emulation.evidence.selectors import attach_objection, evidence_of
from emulation.registrations.models import Registration
from unions.access import PortalUser


def evidence_panel(user: PortalUser, registration: Registration, year: int) -> Panel | None:
    shown, attaches = evidence_of(registration, user), may_attach(user, registration)
    if not shown and not attaches:
        return None
    context = {
        "registration": registration,
        "pieces": [piece for piece in shown if piece.evidence.struck_at is None],
        "struck": [piece for piece in shown if piece.evidence.struck_at],
        "may_attach": attaches,
        "not_now": attach_objection(user, registration) if attaches else "",
        "frozen": mend_objection(registration),
    }
    return Panel(template="emulation/evidence_panel.html", context=context)
