"""Django's admin for reference data and rescue. States and signatures are read-only."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from core.admin_forms import (
    KeySelect,
    KeySelectMultiple,
    WholeForm,
    are_keys,
    refusals_in_words,
    refused,
    whole_number_bounds,
)
from core.audit import record
from core.audit_labels import register_labels
from core.forms import DateField, RowsField
from core.models import AuditEntry, IntegrityCheck, Job, NumberSequence, Revised

register_labels(
    {
        "admin.add": _("entered this in the administration"),
        "admin.change": _("changed this in the administration"),
        "admin.delete": _("deleted this in the administration"),
    }
)


LONGEST_SEARCH = 100
MOST_VALUES = 50
"""So many values of one filter are asked at once."""
FILTER_LOOKUPS = ("", "__exact", "__isnull", "__year", "__month", "__day")


def is_set_by_workflow(field: models.Field[Any, Any]) -> bool:
    by_somebody = field.name.endswith("_by") and field.related_model is get_user_model()
    return field.name in {"state", "revision"} or by_somebody or isinstance(field, models.DateTimeField)


def set_fields(obj: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(obj, name, value)


class AuditedAdmin(admin.ModelAdmin):
    """Writes an audit entry with each change. `sealed(obj)` names rows that are final; `view_only` closes a model."""

    form = WholeForm
    view_only = False
    list_per_page = 50
    show_full_result_count = False

    def sealed(self, obj: Any) -> bool:
        return False

    def fill_keys(self, obj: Any) -> None:
        """Fill the search and sort keys, as services do."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request) and not self.view_only and not self._is_created_on_pages()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request) and not self.view_only and not (obj and self.sealed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        by_workflow = [field.name for field in self.model._meta.fields if is_set_by_workflow(field)]
        return [*super().get_readonly_fields(request, obj), *by_workflow]

    def _is_created_on_pages(self) -> bool:
        return any(field.name == "created_by" for field in self.model._meta.fields)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        if not are_keys(request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        try:
            with refusals_in_words(), transaction.atomic():
                return super().changelist_view(request, extra_context)
        except ValidationError as error:
            return refused(request, error)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with refusals_in_words():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:
            request.refusal = error  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with refusals_in_words():
                return super().delete_view(request, *args, **kwargs)
        except ValidationError as error:
            return refused(request, error)

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Django allows every field of the row, those that no list shows too."""
        filtered = [*self.get_list_filter(request), self.date_hierarchy]
        allowed = {f"{name}{how}" for name in filtered for how in FILTER_LOOKUPS}
        return lookup in allowed and len(request.GET.getlist(lookup)) <= MOST_VALUES

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Django looks for a field without a name where `_to_field` is sent empty."""
        return super().get_object(request, object_id, from_field or None)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.IntegerField) and not db_field.choices:
            kwargs |= dict(zip(("min_value", "max_value"), whole_number_bounds(db_field), strict=True))
        elif type(db_field) is models.DateField:
            kwargs["form_class"] = DateField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, form_class=RowsField, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Each word is a condition; thousands of them take a database minutes."""
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        self.fill_keys(obj)
        if change and isinstance(obj, Revised):
            obj.revision += 1
        super().save_model(request, obj, form, change)

    def log_addition(self, request: Any, obj: models.Model, message: Any) -> Any:
        record("admin.add", obj, actor=request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request: Any, obj: models.Model, message: Any) -> Any:
        record("admin.change", obj, actor=request.user, detail={"changes": _plain(message)})
        return super().log_change(request, obj, message)

    def log_deletions(self, request: Any, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            record("admin.delete", obj, actor=request.user)
        return super().log_deletions(request, queryset)


def _plain(message: Any) -> Any:
    """Names of fields only, no personal data."""
    return message if isinstance(message, list) else str(message)


class ReadOnlyAdmin(AuditedAdmin):
    view_only = True


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "act", "object_name", "before", "after"]
    list_filter = ["act"]
    search_fields = ["actor_name", "object_name", "act"]
    date_hierarchy = "at"


@admin.register(IntegrityCheck)
class IntegrityCheckAdmin(ReadOnlyAdmin):
    list_display = ["checked_at", "kind", "count", "problem"]
    list_filter = ["kind"]
    search_fields = ["problem"]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "state", "created_by", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    search_fields = ["name"]
    exclude = ["arguments"]


admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskAdmin(DBTaskResultAdmin, ReadOnlyAdmin):
    """The library's page behind our bounds."""


@admin.register(NumberSequence)
class NumberSequenceAdmin(ReadOnlyAdmin):
    list_display = ["series", "last"]
    search_fields = ["series"]
