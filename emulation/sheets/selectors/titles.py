from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from emulation.campaigns.selectors.offers import offered_titles
from emulation.law.models import Title
from emulation.sheets.models import RegistrationSheet

Kinds = tuple[str, ...]
"""Fields of `Title`, such as "for_person"."""


def titles_for(sheet: RegistrationSheet, kinds: Kinds) -> QuerySet[Title]:
    offered = offered_titles([sheet.campaign_id], [sheet.grassroots.sector_id])[sheet.campaign_id]
    is_for = reduce(or_, (Q(**{kind: True}) for kind in kinds))
    titles: QuerySet[Title] = Title.objects.filter(is_for, pk__in=offered)
    return titles
