from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.dated import held_now
from core.tables import NONE, ListTable, ShortColumn
from unions.access import PortalUser, may_see_personal_data
from unions.people.models import Employment, Person
from unions.people.rules import short_birth
from unions.people.selectors import seen_posts


class PersonTable(ListTable):
    full_name = tables.Column(verbose_name=_("Full name"), order_by=("sort_key", "pk"))
    unit = tables.Column(verbose_name=_("Unit"), empty_values=(), orderable=False, visible=False)
    position = tables.Column(verbose_name=_("Position"), empty_values=(), orderable=False)
    gender = ShortColumn(verbose_name=_("Gender"))
    born = ShortColumn(verbose_name=_("Birth date"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = Person
        fields = ["full_name", "unit", "position", "gender", "born"]

    def __init__(self, *args: Any, user: PortalUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def detail_full_name(self, record: Person) -> str:
        return self.render_unit(record).removesuffix(NONE)

    def render_born(self, record: Person) -> str:
        if record.born and may_see_personal_data(self.user, record):
            return short_birth(record.born)
        return NONE

    def render_position(self, record: Person) -> str:
        return next((post.position for post in self._posts(record)), "") or NONE

    def render_unit(self, record: Person) -> str:
        return ", ".join(str(post.grassroots) for post in self._posts(record)) or NONE

    def _posts(self, record: Person) -> list[Employment]:
        return held_now(seen_posts(self.user, record))
