from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.dated import held_now
from core.dependents import check_nothing_stands_on
from core.frozen.records import FrozenRecord, LaterChange, Part
from core.navigation import TABS, NavItem
from core.panels import PANELS, Panel, links_for
from core.pickers.searching import SEARCHES, Search
from core.search_box import SEARCH_GROUPS, SearchGroup
from core.timeline import EVENTS, Event
from core.workflow import MoveNotAllowed
from unions.access import PortalUser, is_responsible_for, may_edit_person, works_for_a_union
from unions.people.models import Employment, MovedRow, Person, PersonMerge
from unions.people.rules import PERSONAL_FIELDS
from unions.people.selectors import (
    done_only_in,
    people_to_choose,
    person_details,
    worker_details,
    workers_to_choose,
)
from unions.units.models import GrassrootsUnion
from unions.units.rules import may_correct_for_unit

UNDO = "OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL"
FREEZES = (
    FrozenRecord(
        PersonMerge,
        changes=(
            LaterChange("merge", ("facts",), when="OLD.facts = '{}'"),
            LaterChange("undo", ("undone_by", "undone_at"), when=UNDO),
        ),
        parts=(Part(MovedRow, "merge", grows="the merge moves row after row"),),
        beside={"unions.DuplicateCandidate.inherited_by": "an answer about a pair of records"},
    ),
)
LABELS = {
    "person.enter": gettext_lazy("entered the person"),
    "person.change": gettext_lazy("corrected what is known of the person"),
    "employment.enter": gettext_lazy("entered where the person worked"),
}
LAST_POSITION = 90


def check_employment_removable(post: Employment) -> None:
    if not post.person.employments.exclude(pk=post.pk).exists():
        raise MoveNotAllowed(
            gettext_lazy(
                "The person worked nowhere else. Who was entered by mistake is removed on the page of the person."
            )
        )
    check_nothing_stands_on(post, done_only_in(post))


CORRECTED: dict[str, CorrectionRule | NotCorrected] = {
    "unions.Person": CorrectionRule(
        fields=("full_name", "gender", "birth_date", "birth_year", "member_number", "phone"),
        page="unions:person-edit",
        may=may_edit_person,
        until="never frozen: signed papers keep the words they print",
        may_remove=may_edit_person,
        parts=frozenset({"unions.Employment", "unions.DuplicateCandidate"}),
        owner=lambda person: held_now(person.employments.all())[0].grassroots,
        private=frozenset(PERSONAL_FIELDS),
    ),
    "unions.Employment": CorrectionRule(
        fields=("valid_from", "valid_to", "position", "team", "is_leader", "is_direct_worker"),
        page="unions:employment-edit",
        may=may_correct_for_unit,
        until="never frozen: signed papers keep the words they print",
        may_remove=may_correct_for_unit,
        check_remove=check_employment_removable,
        owner=lambda post: post.person,
        fixed={
            "person": "remove it and enter it for the right person",
            "grassroots": "remove it and enter it for the right unit",
        },
    ),
    "unions.PersonMerge": NotCorrected("undone on its page"),
    "unions.MovedRow": NotCorrected("written by a merge"),
}


def person_events(user: PortalUser, person: Person) -> Iterator[Event]:
    posts = Employment.objects.visible_to(user).filter(person=person).select_related("grassroots", "team")
    for post in posts:
        url = post.grassroots.get_absolute_url()
        facts = {"position": LAST_POSITION, "url": url, "words": str(post.grassroots)}
        began = _("Began: %(post)s") % {"post": post.position} if post.position else _("Began")
        yield Event(post.valid_from.year, _("Employment"), detail=began, day=post.valid_from, **facts)
        if post.valid_to:
            yield Event(post.valid_to.year, _("Employment"), detail=_("Left"), day=post.valid_to, **facts)


def people_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel:
    count = Person.objects.visible_to(user).working_in(unit).count()
    context = {
        "unit": unit,
        "count": count,
        "may_enter": is_responsible_for(user, unit),
        "lists": links_for(user, "unions:import-unit", unit),
    }
    return Panel(template="unions/unit_people.html", context=context, position=60)


def register() -> None:
    people = NavItem("people", gettext_lazy("People of the units"), "unions:people", 20, works_for_a_union)
    TABS.register(people, to="organisation")
    PANELS.register(people_panel, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    SEARCHES.register(Search(people_to_choose, person_details), to="unions.Person")
    SEARCHES.register(Search(workers_to_choose, worker_details), to="unions.Employment")
    SEARCH_GROUPS.register(SearchGroup(Person, gettext_lazy("People"), 10, Person.objects.visible_to))
    for label, correction in CORRECTED.items():
        CORRECTIONS.register(correction, to=label)
    register_labels(LABELS)
