import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from emulation.law import rules
from emulation.law.models import BaseSalary, LegalDocument, Title, TitleTerms


def base_salary_on(day: datetime.date) -> int:
    """In đồng a month. Raise BaseSalary.DoesNotExist before 01/07/2018."""
    return int(BaseSalary.objects.filter(valid_from__lte=day).latest("valid_from").amount)


def terms_on(title: Title, day: datetime.date) -> TitleTerms | None:
    """Return None where the title was not conferred that day."""
    return title.terms.on(day).first()


def printed_name_on(title: Title, day: datetime.date, *, level_word: str) -> str:
    """`level_word` is the deciding union's word for its level."""
    terms = terms_on(title, day)
    return rules.printed_name(title.name, terms.printed_name if terms else "", level_word)


def documents_in_force_on(day: datetime.date) -> QuerySet[LegalDocument]:
    """A document without a first day in force is valid from its issue."""
    return LegalDocument.objects.alias(since=Coalesce("effective_from", "issued_on")).filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(effective_to__isnull=True) | Q(effective_to__gte=day),
    )


def legal_grounds_on(day: datetime.date) -> list[str]:
    """For a commendation decision of that day (Decree 30/2020; handbook 5.3), without its minutes and proposal."""
    cited = documents_in_force_on(day).filter(citation_order__isnull=False)
    return list(cited.order_by("citation_order", "code").values_list("citation", flat=True))
