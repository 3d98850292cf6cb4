from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.dated import held_now
from core.tables import ListTable, ShortColumn, badge
from unions.access import PortalUser, may_see_personal_data
from unions.duplicates.models import DuplicateCandidate
from unions.people.rules import short_birth


class DuplicateCandidateTable(ListTable):
    first = tables.Column(verbose_name=_("One record"), order_by=("first__sort_key", "pk"))
    second = tables.Column(verbose_name=_("The other record"), order_by=("second__sort_key", "pk"))
    reasons = tables.Column(verbose_name=_("Why they may be one person"), orderable=False)
    state = ShortColumn(verbose_name=_("Conclusion"))

    class Meta(ListTable.Meta):
        model = DuplicateCandidate
        fields = ["first", "second", "reasons", "state"]

    def __init__(self, *args: Any, user: PortalUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def detail_first(self, record: DuplicateCandidate) -> str:
        return " · ".join(identifying_facts(self.user, record.first))

    def detail_second(self, record: DuplicateCandidate) -> str:
        return " · ".join(identifying_facts(self.user, record.second))

    def value_first(self, value: Any) -> str:
        return identifying_text(self.user, value)

    def value_second(self, value: Any) -> str:
        return identifying_text(self.user, value)

    def render_reasons(self, record: DuplicateCandidate) -> str:
        return "; ".join(record.reason_sentences)

    def render_state(self, record: DuplicateCandidate) -> str:
        return badge(record.get_state_display(), record.STATE_TONES[record.state])

    def value_state(self, record: DuplicateCandidate) -> str:
        return str(record.get_state_display())


def identifying_text(user: PortalUser, person: Any) -> str:
    return " · ".join([str(person), *identifying_facts(user, person)])


def identifying_facts(user: PortalUser, person: Any) -> list[str]:
    may_see = person.born and may_see_personal_data(user, person)
    born = [short_birth(person.born)] if may_see else []
    # with_posts() prefetches seen_posts.
    units = [str(post.grassroots) for post in held_now(person.seen_posts)]
    return [*born, *units]
