import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.request_cache import read_once
from emulation.law import rules
from emulation.law.choices import TitleLevel
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from unions.tree.selectors import LevelWords


def base_salary_on(day: datetime.date) -> int:
    """Đồng a month. Raises BaseSalary.DoesNotExist before 01/07/2018."""
    return int(BaseSalary.objects.filter(valid_from__lte=day).latest("valid_from").amount)


def terms_on(title: Title, day: datetime.date) -> TitleTerms | None:
    """Return None where the title was not conferred that day."""
    return title.terms.on(day).first()


class Regimes:
    """Which law governs, by day; read once."""

    def __init__(self) -> None:
        fields = ("code", "valid_from", "valid_to", "better_for_dossiers_since")
        self._periods = list(LegalRegime.objects.order_by("code").values_list(*fields))

    def on(self, day: datetime.date) -> str:
        """Return "" where none is known."""
        return next((code for code, first, last, _since in self._periods if rules.holds_on(first, last, day)), "")

    def first_day_of_better(self, received_on: datetime.date, judged_on: datetime.date) -> datetime.date | None:
        """Of the newest law under which a dossier received before may fare better."""
        laws = ((since, first) for _code, first, _last, since in self._periods if since and first)
        return max((first for since, first in laws if since <= received_on < first <= judged_on), default=None)


class NamePeriod(NamedTuple):
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    printed_name: str
    short_name: str


class TitleNames:
    """Names as a union prints them on a day.

    One object serves a request: one query for the titles, at most two for the unions.
    """

    def __init__(self) -> None:
        self._level_words = read_once(LevelWords)

    def full(self, title: Title, union_id: int, day: datetime.date) -> str:
        word, day = self._level_words.on(union_id, day)
        period = self._period(title.pk, day)
        return rules.printed_name(title.name, period.printed_name if period else "", word)

    def short(self, title: Title, union_id: int, day: datetime.date) -> str:
        """For narrow lists, such as `LĐTT`; else the full name."""
        word, day = self._level_words.on(union_id, day)
        period = self._period(title.pk, day)
        return rules.printed_name(self.full(title, union_id, day), period.short_name if period else "", word)

    def _period(self, title_id: int, day: datetime.date) -> NamePeriod | None:
        periods = self._periods.get(title_id, [])
        return next((period for period in periods if rules.holds_on(period.valid_from, period.valid_to, day)), None)

    @cached_property
    def _periods(self) -> dict[int, list[NamePeriod]]:
        periods: dict[int, list[NamePeriod]] = {}
        for title, *period in TitleTerms.objects.values_list("title", *NamePeriod._fields):
            periods.setdefault(title, []).append(NamePeriod(*period))
        return periods


def title_name(title: Title, union_id: int, day: datetime.date) -> str:
    """Return the name that the union prints on `day`."""
    return read_once(TitleNames).full(title, union_id, day)


def short_title_name(title: Title, union_id: int, day: datetime.date) -> str:
    return read_once(TitleNames).short(title, union_id, day)


def level_name(level: str, label: str, union_id: int, day: datetime.date) -> str:
    """The union's and the next level have own words, others their `label`."""
    words, word = read_once(LevelWords), ""
    if level == TitleLevel.SUPERIOR:
        word = words.on(union_id, day).word
    elif level == TitleLevel.PROVINCE:
        word = words.above(union_id, day)
    return _("Level: %(level)s") % {"level": word} if word else label


class BearsTitle(Protocol):
    @property
    def title(self) -> Any: ...

    @property
    def union_id(self) -> Any: ...

    @property
    def named_on(self) -> datetime.date: ...


class NamesTitle:
    """`named_on` is the day of the names."""

    @property
    def title_name(self: BearsTitle) -> str:
        return title_name(self.title, self.union_id, self.named_on)

    @property
    def short_title_name(self: BearsTitle) -> str:
        return short_title_name(self.title, self.union_id, self.named_on)


def documents_in_force_on(day: datetime.date) -> QuerySet[LegalDocument]:
    """Without a first day in force the day of issue counts."""
    return LegalDocument.objects.alias(since=Coalesce("effective_from", "issued_on")).filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(effective_to__isnull=True) | Q(effective_to__gte=day),
    )


def legal_grounds_on(day: datetime.date) -> list[str]:
    """Grounds of a commendation decision (Decree 30/2020; handbook 5.3), without minutes and proposal."""
    cited = documents_in_force_on(day).filter(citation_order__isnull=False)
    return list(cited.order_by("citation_order", "code").values_list("citation", flat=True))
