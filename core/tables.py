"""The base of every list's table."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.models import Job


class ListTable(tables.Table):
    """Rows open on click; a phone shows each row as lines."""

    class Meta:
        attrs = {"class": "list"}
        order_by_field = "sort"

    def row_url(self, record: Any) -> str:
        """Return the address of a row's page."""
        return record.get_absolute_url()


class JobTable(ListTable):
    class Meta(ListTable.Meta):
        model = Job
        fields = ["name", "state", "created_at", "finished_at"]
        order_by = "-created_at"

    name = tables.Column(verbose_name=_("Job"))
    created_at = tables.DateTimeColumn(verbose_name=_("Started at"))
    finished_at = tables.DateTimeColumn(verbose_name=_("Finished at"))
