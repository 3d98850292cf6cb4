from collections.abc import Sequence
from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NONE, ListTable, ShortColumn
from unions.access import PortalUser
from unions.people.models import Person
from unions.people.posts import NO_POSTS, PersonPosts, posts_of_people, readable_people
from unions.people.rules import short_birth


class PersonTable(ListTable):
    full_name = tables.Column(verbose_name=_("Full name"), order_by=("sort_key", "pk"))
    unit = tables.Column(verbose_name=_("Unit"), empty_values=(), orderable=False, visible=False)
    position = tables.Column(verbose_name=_("Position"), empty_values=(), orderable=False)
    gender = ShortColumn(verbose_name=_("Gender"))
    born = ShortColumn(verbose_name=_("Birth date"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = Person
        fields = ["full_name", "unit", "position", "gender", "born"]

    READ = ("full_name", "gender", "birth_date", "birth_year", "sort_key")

    def __init__(self, *args: Any, user: PortalUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def prepare(self, records: Sequence[Person]) -> None:
        self.posts = posts_of_people(self.user, records)
        self.readable = readable_people(self.user, records, self.posts)

    def detail_full_name(self, record: Person) -> str:
        return self.render_unit(record).removesuffix(NONE)

    def render_born(self, record: Person) -> str:
        born = self.value_born(record)
        return short_birth(born) if born else NONE

    def value_born(self, record: Person) -> date | int | None:
        return record.born if record.pk in self.readable else None

    def render_position(self, record: Person) -> str:
        return next((post.position for post in self._posts(record).seen), "") or NONE

    def render_unit(self, record: Person) -> str:
        return ", ".join(post.unit_name for post in self._posts(record).seen) or NONE

    def _posts(self, record: Person) -> PersonPosts:
        return self.posts.get(record.pk, NO_POSTS)
