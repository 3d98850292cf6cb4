from typing import Any

from django.contrib import admin

from core.admin import AuditedAdmin, ReadOnlyAdmin
from core.text import search_key
from emulation.campaigns.models import Campaign, Rollout
from emulation.classification.models import Classification
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.eligibility.models import Assessment, RuleParameter, Verdict
from emulation.evidence.models import Evidence
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.unit_campaigns.models import UnitCampaign, UnitCampaignTarget
from emulation.works.models import Work

SUBJECT = ["union", "grassroots", "person", "team", "enterprise", "initiative", "title"]


class ReferenceAdmin(AuditedAdmin):
    """Law and titles hold no personal data, so the audit entry keeps the values."""

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        values = {name: [str(form.initial.get(name)), str(form.cleaned_data[name])] for name in form.changed_data}
        return [*super().construct_change_message(request, form, formsets, add), {"values": values}]


@admin.register(LegalDocument)
class LegalDocumentAdmin(ReferenceAdmin):
    list_display = ["code", "number", "title", "effective_from", "effective_to", "mark"]
    list_filter = ["kind", "mark"]
    search_fields = ["code", "number", "title"]
    autocomplete_fields = ["replaced_by"]


@admin.register(LegalRegime)
class LegalRegimeAdmin(ReferenceAdmin):
    list_display = ["code", "valid_from", "valid_to"]
    search_fields = ["code"]
    autocomplete_fields = ["state_documents", "union_documents"]


@admin.register(BaseSalary)
class BaseSalaryAdmin(ReferenceAdmin):
    list_display = ["amount", "valid_from", "basis", "mark"]
    search_fields = ["basis"]


@admin.register(Title)
class TitleAdmin(ReferenceAdmin):
    list_display = ["code", "name", "family", "level", "authority"]
    list_filter = ["family", "level", "authority"]
    search_fields = ["code", "name"]


@admin.register(TitleTerms)
class TitleTermsAdmin(ReferenceAdmin):
    list_display = ["title", "valid_from", "valid_to", "vote_threshold", "decided_by", "mark"]
    list_filter = ["mark", "is_local"]
    list_select_related = ["title"]
    search_fields = ["title__code", "title__name"]
    autocomplete_fields = ["title"]


@admin.register(RuleParameter)
class RuleParameterAdmin(ReferenceAdmin):
    list_display = ["rule", "valid_from", "valid_to", "severity", "is_active", "mark"]
    list_filter = ["severity", "is_active", "mark", "is_local"]
    search_fields = ["rule", "condition", "legal_basis"]


@admin.register(Campaign)
class CampaignAdmin(AuditedAdmin):
    list_display = ["name", "code", "union", "year", "state"]
    list_filter = ["state", "year"]
    list_select_related = ["union"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["union", "sectors", "titles"]


@admin.register(Rollout)
class RolloutAdmin(AuditedAdmin):
    list_display = ["campaign", "grassroots", "state", "launched_on", "participants"]
    list_filter = ["state"]
    list_select_related = ["campaign", "grassroots"]
    search_fields = ["campaign__name", "grassroots__name", "grassroots__code"]
    autocomplete_fields = ["campaign", "union", "grassroots"]


@admin.register(Registration)
class RegistrationAdmin(AuditedAdmin):
    list_display = ["__str__", "grassroots", "year", "state", "submitted_at"]
    list_filter = ["state", "year"]
    list_select_related = ["person", "team", "enterprise", "initiative", "grassroots", "title"]
    search_fields = ["person__search_key", "person__full_name", "grassroots__name", "grassroots__code"]
    autocomplete_fields = [*SUBJECT, "campaign"]

    def sealed(self, obj: Registration) -> bool:
        return obj.state == RegistrationState.LOCKED


@admin.register(Initiative)
class InitiativeAdmin(AuditedAdmin):
    list_display = ["name", "grassroots", "year", "kind", "state", "applied_on"]
    list_filter = ["state", "kind", "year"]
    list_select_related = ["grassroots"]
    search_fields = ["name", "search_key", "grassroots__name"]
    autocomplete_fields = ["union", "grassroots", "campaign"]

    def fill_keys(self, obj: Initiative) -> None:
        obj.search_key = search_key(obj.name)


@admin.register(InitiativeAuthor)
class InitiativeAuthorAdmin(AuditedAdmin):
    list_display = ["person", "initiative", "share_percent", "is_lead"]
    list_select_related = ["person", "initiative"]
    search_fields = ["person__search_key", "person__full_name", "initiative__name"]
    autocomplete_fields = ["person", "initiative"]


@admin.register(Work)
class WorkAdmin(AuditedAdmin):
    list_display = ["name", "grassroots", "year", "kind", "value", "plaque_on"]
    list_filter = ["kind", "year"]
    list_select_related = ["grassroots"]
    search_fields = ["name", "grassroots__name"]
    autocomplete_fields = ["union", "grassroots", "campaign"]


@admin.register(UnitCampaign)
class UnitCampaignAdmin(AuditedAdmin):
    list_display = ["name", "grassroots", "year", "kind", "launched_on", "reported_on"]
    list_filter = ["kind", "year"]
    list_select_related = ["grassroots"]
    search_fields = ["name", "grassroots__name"]
    autocomplete_fields = ["union", "grassroots", "parent"]


@admin.register(UnitCampaignTarget)
class UnitCampaignTargetAdmin(AuditedAdmin):
    list_display = ["unit_campaign", "value", "text", "reached"]
    list_select_related = ["unit_campaign"]
    search_fields = ["text", "unit_campaign__name"]
    autocomplete_fields = ["unit_campaign"]


@admin.register(Contest)
class ContestAdmin(AuditedAdmin):
    list_display = ["name", "union", "kind", "year", "held_on"]
    list_filter = ["kind", "year"]
    list_select_related = ["union"]
    search_fields = ["name"]
    autocomplete_fields = ["union", "campaign"]


@admin.register(ContestEntry)
class ContestEntryAdmin(AuditedAdmin):
    list_display = ["contest", "person", "grassroots", "rank"]
    list_filter = ["rank"]
    list_select_related = ["contest", "person", "grassroots"]
    search_fields = ["contest__name", "person__full_name", "person__search_key", "grassroots__name"]
    autocomplete_fields = ["contest", "person", "grassroots"]


@admin.register(ExternalResult)
class ExternalResultAdmin(AuditedAdmin):
    list_display = ["contest_name", "kind", "level", "person", "holder_name", "grassroots", "rank", "year"]
    list_filter = ["kind", "level", "year"]
    list_select_related = ["person", "grassroots"]
    search_fields = ["contest_name", "holder_name", "person__full_name"]
    autocomplete_fields = ["union", "grassroots", "person"]


@admin.register(Classification)
class ClassificationAdmin(ReadOnlyAdmin):
    # A decided grade is corrected on its page, where old and new value are kept.

    list_display = ["grassroots", "year", "score", "grade", "decided_on"]
    list_filter = ["grade", "year"]
    list_select_related = ["grassroots"]
    search_fields = ["grassroots__name", "grassroots__code"]


@admin.register(ClusterYear)
class ClusterYearAdmin(AuditedAdmin):
    # A signed pact stays closed here; its own page removes a signature entered by mistake.

    list_display = ["cluster", "year", "lead", "pact_signed_on"]
    list_filter = ["year"]
    list_select_related = ["cluster", "lead"]
    search_fields = ["cluster__name"]
    autocomplete_fields = ["cluster", "lead"]

    def sealed(self, obj: ClusterYear) -> bool:
        return obj.pact_signed_on is not None


@admin.register(PactSignature)
class PactSignatureAdmin(ReadOnlyAdmin):
    list_display = ["unit_name", "cluster_year", "signed_on", "signatory"]
    list_select_related = ["cluster_year__cluster"]
    search_fields = ["unit_name", "cluster_year__cluster__name"]


@admin.register(RegistrationSheet)
class RegistrationSheetAdmin(ReadOnlyAdmin):
    list_display = ["grassroots", "campaign", "year", "assigned_to"]
    list_select_related = ["grassroots", "campaign", "assigned_to"]
    search_fields = ["grassroots__name", "grassroots__code"]


@admin.register(SheetVersion)
class SheetVersionAdmin(ReadOnlyAdmin):
    list_display = ["sheet", "number", "submitted_at", "submitted_by"]
    list_select_related = ["sheet__grassroots", "sheet__campaign", "submitted_by"]
    search_fields = ["sheet__grassroots__name", "sheet__grassroots__code"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["registration", "kind", "note", "created_by", "created_at", "paper_received_on"]
    list_filter = ["kind"]
    list_select_related = ["registration__title", "registration__person", "created_by"]
    search_fields = ["registration__person__search_key", "note"]
    exclude = ["file"]


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["row_model", "row_key", "title", "year", "act", "outcome", "judged_at"]
    list_filter = ["act", "outcome", "regime"]
    list_select_related = ["title"]
    search_fields = ["row_key"]
    exclude = ["facts"]  # discipline and leave among them


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ["rule", "outcome", "message", "passed_at"]
    list_filter = ["outcome", "rule"]
    exclude = ["facts"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).filter(is_private=False)
