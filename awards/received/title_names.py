from collections import defaultdict

from django.utils import timezone

from core.text import search_key
from emulation.law.models import Title, TitleTerms
from emulation.law.rules import LEVEL
from emulation.law.selectors import title_name


def titles_by_name(union_id: int) -> dict[str, list[Title]]:
    """By code, and by the names that the catalogue and the papers of the union use or used."""
    names: dict[str, set[Title]] = defaultdict(set)
    titles = Title.objects.in_bulk()
    for title in titles.values():
        for name in (title.code, title.name, title_name(title, union_id, timezone.localdate())):
            names[search_key(name)].add(title)
    terms = TitleTerms.objects.order_by().values_list("title", "printed_name", "short_name")
    for key, *own in terms:
        for name in own:
            if name and LEVEL not in name:
                names[search_key(name)].add(titles[key])
    return {name: sorted(found, key=lambda title: title.pk) for name, found in names.items()}
