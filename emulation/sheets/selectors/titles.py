from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from emulation.campaigns.selectors.offers import offered_titles
from emulation.law.models import Title, TitleTerms
from emulation.sheets.models import RegistrationSheet

Kinds = tuple[str, ...]
ANY_SUBJECT: Kinds = ("for_person", "for_collective", "for_grassroots", "for_enterprise")
"""Fields of `Title`, such as "for_person"."""


def titles_for(sheet: RegistrationSheet, kinds: Kinds) -> QuerySet[Title]:
    offered = offered_titles([sheet.campaign_id], [sheet.grassroots.sector_id])[sheet.campaign_id]
    is_for = reduce(or_, (Q(**{kind: True}) for kind in kinds))
    titles: QuerySet[Title] = Title.objects.filter(is_for, pk__in=offered)
    return titles


def terms_for(sheet: RegistrationSheet, titles: QuerySet[Title]) -> list[TitleTerms]:
    """The terms of the period's last day: criteria, earlier titles and limits in words."""
    terms = TitleTerms.objects.on(sheet.campaign.period_end).filter(title__in=titles)
    return list(terms.select_related("title").order_by("title__position", "title__code"))
