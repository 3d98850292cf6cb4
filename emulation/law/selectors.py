"""What the law and the catalogue said on a given day."""

import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from emulation.law import rules
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms


def regime_on(day: datetime.date) -> LegalRegime:
    """The regime that judges a dossier whose governing date (`rules.reference.governing_date`) is `day`."""
    regime: LegalRegime = LegalRegime.objects.on(day).get()
    return regime


def base_salary_on(day: datetime.date) -> int:
    """Đồng a month; BaseSalary.DoesNotExist before the first known one (01/07/2018)."""
    return int(BaseSalary.objects.filter(valid_from__lte=day).latest("valid_from").amount)


def terms_on(title: Title, day: datetime.date) -> TitleTerms | None:
    """What held for the title that day; None where it was not conferred."""
    return title.terms.on(day).first()


def printed_name_on(title: Title, day: datetime.date, *, level_word: str) -> str:
    """The name as papers of that day print it; `level_word` is what the deciding union calls its level then."""
    terms = terms_on(title, day)
    return rules.printed_name(title.name, terms.printed_name if terms else "", level_word)


def documents_in_force_on(day: datetime.date) -> QuerySet[LegalDocument]:
    """A document without a first day in force holds from its issue."""
    return LegalDocument.objects.alias(since=Coalesce("effective_from", "issued_on")).filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(effective_to__isnull=True) | Q(effective_to__gte=day),
    )


def legal_grounds_on(day: datetime.date) -> list[str]:
    """The lines of legal grounds of a commendation decision signed that day (Decree 30/2020; handbook 5.3).

    The minutes and the proposal, which a decision cites after them, are its own.
    """
    cited = documents_in_force_on(day).filter(citation_order__isnull=False)
    return list(cited.order_by("citation_order", "code").values_list("citation", flat=True))
