from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.navigation import TABS, NavItem
from core.panels import PANELS, Panel
from core.timeline import EVENTS, Event
from unions.access import PortalUser, is_responsible_for, works_for_a_union
from unions.people.models import Employment, Person
from unions.units.models import GrassrootsUnion

LABELS = {
    "person.enter": gettext_lazy("entered the person"),
    "person.change": gettext_lazy("corrected what is known of the person"),
}
LAST_POSITION = 90


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
    context = {"unit": unit, "count": count, "may_enter": is_responsible_for(user, unit)}
    return Panel(template="unions/unit_people.html", context=context, position=60)


def register() -> None:
    people = NavItem("people", gettext_lazy("People of the units"), "unions:people", 20, works_for_a_union)
    TABS.register(people, to="organisation")
    PANELS.register(people_panel, to="unions.GrassrootsUnion")
    EVENTS.register(person_events, to="unions.Person")
    register_labels(LABELS)
