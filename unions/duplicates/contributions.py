from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.panels import LINKS, PANELS, Link, Panel
from core.text import format_number
from core.todo import TODOS, Todo
from unions.access import PortalUser, RoleKind, may_edit_person
from unions.duplicates.rules import may_search_duplicates
from unions.duplicates.selectors.candidates import candidates_of, count_open_candidates, has_open_candidates
from unions.duplicates.services.candidates import refresh_candidates_of
from unions.people.models import Person
from unions.people.services import IDENTITY_CHANGED

LABELS = {
    "person.merge": gettext_lazy("merged another record of this person into this one"),
    "person.merged": gettext_lazy("merged this record into another one of the same person"),
    "person.unmerge": gettext_lazy("undid the merge; the other record stands by itself again"),
    "person.unmerged": gettext_lazy("undid the merge; this record stands by itself again"),
    "person.different": gettext_lazy("noted that somebody of this name is another person"),
    "person.reopen": gettext_lazy("asked again whether somebody of this name is the same person"),
    "person.named": gettext_lazy("asked whether another record is the same person"),
    "duplicate.name": gettext_lazy("asked whether the two records are one person"),
    "duplicate.merge": gettext_lazy("merged the two records"),
    "duplicate.different": gettext_lazy("noted that these are different people"),
    "duplicate.reopen": gettext_lazy("asked again whether these are one person"),
    "duplicate.undo": gettext_lazy("undid the merge of the two records"),
}


def open_candidates_todo(user: PortalUser, year: int) -> list[Todo]:
    if not user.is_authenticated or not user.access.holds_any({RoleKind.OFFICER}):
        return []
    count = count_open_candidates(user)
    text = ngettext(
        "%(count)s pair of records may be one person entered twice.",
        "%(count)s pairs of records may each be one person entered twice.",
        count,
    )
    url = f"{reverse('unions:duplicates')}?state=open"
    return [Todo(text % {"count": format_number(count)}, url, count, can_wait=True)] if count else []


def candidates_panel(user: PortalUser, person: Person, year: int) -> Panel | None:
    candidates = candidates_of(user, person) if may_edit_person(user, person) else ()
    pairs = [(candidate, candidate.other(person)) for candidate in candidates]
    return Panel(template="unions/person_duplicates.html", context={"pairs": pairs}, position=10) if pairs else None


def people_list_links(user: PortalUser, people: None) -> list[Link]:
    if not may_search_duplicates(user) and not has_open_candidates(user):
        return []
    return [
        Link(_("People of the units"), reverse("unions:people")),
        Link(_("Likely duplicates"), f"{reverse('unions:duplicates')}?state=open"),
    ]


def register() -> None:
    CORRECTIONS.register(
        NotCorrected("found by the portal; the answer is taken back"), to="unions.DuplicateCandidate"
    )
    IDENTITY_CHANGED.register(refresh_candidates_of)
    TODOS.register(open_candidates_todo)
    PANELS.register(candidates_panel, to="unions.Person")
    LINKS.register(people_list_links, to="unions:people")
    register_labels(LABELS)
