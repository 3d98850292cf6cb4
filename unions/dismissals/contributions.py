from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.panels import LINKS, Link
from core.text import format_number
from unions.access import PortalUser
from unions.dismissals.selectors import dismiss_url, dismissal_counts

LABELS = {
    "todo.dismiss": _("noted that this is not carried out"),
    "todo.take_back_dismissal": _("took the note back that this is not carried out"),
}


def home_links(user: PortalUser, year: int) -> list[Link]:
    return [
        Link(f"{kind.heading} ({format_number(count)})", dismiss_url(kind.code, year))
        for kind, count in dismissal_counts(user, year)
    ]


def register() -> None:
    LINKS.register(home_links, to="home")
    CORRECTIONS.register(NotCorrected("taken back, and noted anew with the right reason"), to="unions.Dismissal")
    register_labels(LABELS)
