from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm, RowsField
from unions.dismissals.selectors import DismissibleTodo

MOST_ROWS = 200
"""Of a longer list the first are shown; the others follow when these have ended."""


class DismissibleRowsField(RowsField):
    def __init__(self, *, kind: DismissibleTodo, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind

    def label_from_instance(self, obj: Any) -> str:
        return self.kind.name(obj)


class DismissForm(ReasonForm):
    """Which rows are not done, and why."""

    def __init__(self, *args: Any, kind: DismissibleTodo, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = list(rows.values_list("pk", flat=True)[:MOST_ROWS])
        self.fields["rows"] = DismissibleRowsField(
            kind=kind,
            queryset=rows.filter(pk__in=first),
            widget=forms.CheckboxSelectMultiple,
            label=_("Not carried out"),
            error_messages={"required": _("Tick at least one line.")},
        )
        self.order_fields(["rows", "reason"])
