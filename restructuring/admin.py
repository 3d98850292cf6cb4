from django.contrib import admin

from core.admin import AuditedAdmin
from restructuring.models import Reorganisation, ReorganisationLine, Succession


@admin.register(Reorganisation)
class ReorganisationAdmin(AuditedAdmin):
    view_only = True  # the services change reorganisations
    list_display = ["decision_number", "kind", "union", "effective_on", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["union"]
    search_fields = ["decision_number"]


@admin.register(ReorganisationLine)
class ReorganisationLineAdmin(AuditedAdmin):
    view_only = True
    list_display = ["reorganisation", "grassroots", "to_union", "into", "new_name"]
    list_select_related = ["reorganisation", "grassroots", "to_union", "into"]
    search_fields = ["grassroots__name", "grassroots__code"]


@admin.register(Succession)
class SuccessionAdmin(AuditedAdmin):
    view_only = True
    list_display = ["predecessor", "successor", "kind", "on"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__name", "successor__name"]
