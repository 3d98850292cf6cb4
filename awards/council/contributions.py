from django.utils.translation import gettext_lazy

from awards.council.rules import may_manage_council, may_manage_seat
from awards.council.selectors import check_seat
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule

LABELS = {
    "council.appoint": gettext_lazy("appointed the council"),
    "council.seat": gettext_lazy("added a member of the council"),
}
COUNCIL_CORRECTION = CorrectionRule(
    fields=("name", "valid_from", "valid_to"),
    page="awards:council-edit",
    may=may_manage_council,
    until="never frozen: stored minutes keep their own words",
    fixed={"union": "enter the council for the right federation"},
)
SEAT_CORRECTION = CorrectionRule(
    fields=("full_name", "post", "user", "position"),
    page="awards:council-seat-edit",
    may=may_manage_seat,
    until="a session of the council is open, or the minutes of a closed one name the member",
    check=check_seat,
    may_remove=may_manage_seat,
    owner=lambda seat: seat.council,
    fixed={"council": "remove the member and add the member to the right council"},
)


def register() -> None:
    CORRECTIONS.register(COUNCIL_CORRECTION, to="awards.Council")
    CORRECTIONS.register(SEAT_CORRECTION, to="awards.CouncilSeat")
    register_labels(LABELS)
