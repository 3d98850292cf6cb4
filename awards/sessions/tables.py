import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.sessions.models import Session
from core.tables import NUMBER, ListTable, StateTable


class SessionTable(StateTable):
    name = tables.Column(verbose_name=_("Session"))
    items_in_all = tables.Column(verbose_name=_("On the agenda"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Session
        fields = ["name", "held_on", "place", "items_in_all", "state"]
