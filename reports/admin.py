from django.contrib import admin

from core.admin import AuditedAdmin
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from reports.indicators.models import FigureRemark


@admin.register(FigureRemark)
class FigureRemarkAdmin(AuditedAdmin):
    list_display = ["indicator", "union", "year", "qualifier", "typed_value", "is_demo"]
    list_filter = ["qualifier", "is_demo", "year"]
    list_select_related = ["union"]
    search_fields = ["indicator", "union__code"]
    autocomplete_fields = ["union"]


@admin.register(ReportEdition)
class ReportEditionAdmin(AuditedAdmin):
    list_display = ["union", "year", "edition", "as_of", "symbol", "state"]
    list_filter = ["state", "year"]
    list_select_related = ["union"]
    search_fields = ["union__code", "symbol"]
    autocomplete_fields = ["union"]
    readonly_fields = ["number", "symbol", "series_year", "payload", "pdf", "sha256"]

    def sealed(self, obj: ReportEdition) -> bool:
        return obj.state != EditionState.DRAFT
