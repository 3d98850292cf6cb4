from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.notifications import News, audience, register_news
from core.panels import LINKS, Link
from unions.access import DRAFTING, PortalUser, RoleKind
from unions.imports.models import SheetImport
from unions.imports.services import checking, taking_back, writing  # noqa: F401 - the import registers the background jobs
from unions.news_groups import LISTS
from unions.tree.models import Union

LABELS = {
    "person.import": _("imported the person from a list"),
    "person.import_change": _("corrected the person by a list"),
    "import.bring": _("uploaded the list"),
    "import.write": _("imported the list"),
    "import.take_back": _("took the import back"),
    "person.import_taken_back": _("took back what a list had brought of the person"),
    "grassrootsunion.import_taken_back": _("took back what a list had brought of the unit"),
    "union.import_taken_back": _("took back what a list had brought of the union"),
    "grassroots.import_people": _("imported a list of people"),
    "union.import_units": _("imported a list of grassroots unions"),
    "union.import_headcounts": _("imported the numbers of a year"),
    "union.import_unions": _("imported a list of unions below"),
    "grassroots.import_people_taken_back": _("took a list of people back"),
    "union.import_units_taken_back": _("took a list of grassroots unions back"),
    "union.import_headcounts_taken_back": _("took the numbers of a list back"),
    "union.import_unions_taken_back": _("took a list of unions below back"),
}

NOT_CORRECTED = {
    "unions.SheetImport": "made from a file; it is taken back, or what it wrote is corrected row by row",
    "unions.SheetRow": "the row of a file, which is mended and uploaded again",
    "unions.ImportedRecord": "written by an import",
}


@audience("whoever brought the list")
def bringers(sheets: Sequence[SheetImport]) -> Iterable[tuple[int, SheetImport]]:
    return [(sheet.created_by_id, sheet) for sheet in sheets if sheet.created_by_id]


NEWS_OF_IMPORTS = {
    checking.READY: News(
        _("The list “%(name)s” has been checked and waits for your confirmation"),
        _("%(count)s lists have been checked and wait for your confirmation"),
        bringers,
        subject=_("A list waits for your confirmation"),
        group=LISTS,
    ),
}
BRINGING_LISTS = DRAFTING | {RoleKind.OFFICER, RoleKind.ADMIN}


def list_links(user: PortalUser, obj: None) -> list[Link]:
    """An empty list is linked too: asking would cost every page a query."""
    return [_link()] if user.access.holds_any(BRINGING_LISTS) else []


def union_links(user: PortalUser, union: Union) -> list[Link]:
    has_imports = SheetImport.objects.visible_to(user).filter(union=union).exists()
    return [_link(union=union.pk)] if has_imports else []


def _link(**chosen: int) -> Link:
    return Link(gettext("Imported lists"), f"{reverse('unions:imports')}?{urlencode(chosen)}".rstrip("?"))


def register() -> None:
    register_news(NEWS_OF_IMPORTS)
    for label, reason in NOT_CORRECTED.items():
        CORRECTIONS.register(NotCorrected(reason), to=label)
    for page in ("unions:people", "unions:grassroots-list"):
        LINKS.register(list_links, to=page)
    LINKS.register(union_links, to="unions.Union")
    register_labels(LABELS)
