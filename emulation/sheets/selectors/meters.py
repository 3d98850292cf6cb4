"""What the list uses of a quota, and whom it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.text import format_number
from emulation.eligibility.rules.quotas import quota_of
from emulation.eligibility.selectors.parameters import stored_law
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.rows import SheetRows, SubjectRow
from unions.people.choices import Gender
from unions.units.models import Headcount

CAPPED, BASE, CERTIFICATE = "CSTDCS", "LDTT", "GK_LDLD"


@dataclass(frozen=True)
class Meter:
    """`allowed` None: counted only."""

    label: str
    used: int
    allowed: int | None = None
    of: int | None = None

    @property
    def is_over(self) -> bool:
        return self.allowed is not None and self.used > self.allowed

    @property
    def words(self) -> str:
        if self.allowed is not None:
            return _("%(used)s of at most %(allowed)s") % {
                "used": format_number(self.used),
                "allowed": format_number(self.allowed),
            }
        if self.of:
            values = {"used": format_number(self.used), "percent": format_number(round(self.used * 100 / self.of))}
            return _("%(used)s (%(percent)s%%)") % values
        return format_number(self.used)


def meters_of(sheet: RegistrationSheet, rows: SheetRows, headcount: Headcount | None, day: date) -> list[Meter]:
    return [*_quotas(sheet, rows, headcount, day), *_shares(rows.people)]


def _quotas(sheet: RegistrationSheet, rows: SheetRows, headcount: Headcount | None, day: date) -> Iterator[Meter]:
    law = stored_law()
    capped, base = _people_for(rows, CAPPED), _people_for(rows, BASE)
    if cap := law.on("R40", day):
        yield Meter(_("“Chiến sĩ thi đua cơ sở”"), capped, base * cap.values["percent"] // 100)
    elif capped:
        yield Meter(_("“Chiến sĩ thi đua cơ sở” among “Lao động tiên tiến”"), capped, of=base)
    quota = law.on("R41", day)
    if quota and sheet.grade_aimed:
        members = headcount.members if headcount else None
        allowed = quota_of(sheet.grade_aimed, members, quota.values)
        yield Meter(_("Certificates of merit, people"), _people_for(rows, CERTIFICATE), allowed["persons"])
        yield Meter(_("Certificates of merit, collectives"), _collectives_for(rows), allowed["collectives"])


def _people_for(rows: SheetRows, code: str) -> int:
    return sum(any(each.title.code == code for each in row.registrations) for row in rows.people)


def _collectives_for(rows: SheetRows) -> int:
    subjects = [*rows.collectives, *rows.units]
    return sum(any(each.title.code == CERTIFICATE for each in row.registrations) for row in subjects)


def _shares(people: list[SubjectRow]) -> Iterator[Meter]:
    if not people:
        return
    posts = [row.post for row in people if row.post]
    women = sum(row.subject.gender == Gender.FEMALE for row in people)
    yield Meter(_("People"), len(people))
    yield Meter(_("Women"), women, of=len(people))
    yield Meter(_("Direct workers"), sum(post.is_direct_worker for post in posts), of=len(people))
    yield Meter(_("Leaders"), sum(post.is_leader for post in posts), of=len(people))
