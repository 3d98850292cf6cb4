"""What is known of a subject that was registered, for its report of achievements."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.request_cache import read_once
from emulation.eligibility.history import AWARD_HISTORY, AwardHeld
from emulation.initiatives.choices import InitiativeState
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind, TitleFamily
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import TitleNames
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration, RegistrationQuerySet
from unions.access import PortalUser
from unions.people.models import Employment
from unions.people.posts import readable_people

REPORTING = (SubjectKind.PERSON, SubjectKind.COLLECTIVE, SubjectKind.GRASSROOTS, SubjectKind.ENTERPRISE)
"""A work or an initiative has a description of its own."""


@dataclass(frozen=True)
class NamedAward:
    held: AwardHeld
    name: str

    @property
    def is_form(self) -> bool:
        return self.held.family == TitleFamily.FORM


def reported_registrations() -> RegistrationQuerySet:
    live = Registration.objects.exclude(state=RegistrationState.WITHDRAWN).filter(subject_kind__in=REPORTING)
    rows: RegistrationQuerySet = live.for_table().select_related("union")
    return rows


def may_read_report(user: PortalUser, registration: Registration) -> bool:
    """That of a person names the birth date and what other units know."""
    has_report = registration.subject_kind in REPORTING and registration.state != RegistrationState.WITHDRAWN
    person = registration.person
    return has_report and (person is None or person.pk in readable_people(user, [person]))


def earlier_awards(registration: Registration) -> list[NamedAward]:
    """In force, until the year of the registration, without what it is itself registered for."""
    subject, aim = registration.subject_key, (registration.title.code, registration.year)
    found = [
        held
        for history in AWARD_HISTORY.items()
        for held in history.awards_of([subject])
        if not held.revoked and held.year <= registration.year and (held.code, held.year) != aim
    ]
    found.sort(key=lambda held: (held.year, held.decided_on or date.max, held.code))
    return _named(found, registration.union_id)


def _named(awards: list[AwardHeld], union: int) -> list[NamedAward]:
    titles = Title.objects.in_bulk({held.code for held in awards}, field_name="code")
    names, today = read_once(TitleNames), timezone.localdate()
    return [
        NamedAward(held, names.full(titles[held.code], held.union or union, naming_day(held.year, today)))
        for held in awards
    ]


def recognised_initiatives(registration: Registration) -> list[Initiative]:
    """Those of the person as an author, or of the whole unit; a team has none of its own."""
    recognised = Initiative.objects.not_struck().filter(state=InitiativeState.RECOGNISED, year__lte=registration.year)
    if registration.subject_kind == SubjectKind.PERSON:
        recognised = recognised.filter(authors__person=registration.person_id)
    elif registration.subject_kind == SubjectKind.GRASSROOTS:
        recognised = recognised.filter(grassroots=registration.grassroots_id)
    else:
        return []
    return list(recognised.order_by("year", "recognised_on", "pk"))


def latest_post(registration: Registration) -> str:
    """The post and team in the unit that registers."""
    posts = Employment.objects.filter(grassroots=registration.grassroots_id, person=registration.person_id)
    post = posts.select_related("team").order_by("valid_from", "pk").last()
    return ", ".join(filter(None, [post.position, post.team.name if post.team else ""])) if post else ""
