from django.contrib import admin

from awards.council.models import Council, CouncilSeat
from awards.decisions.choices import DecisionState
from awards.decisions.models import Award, Certificate, CertificatePrint, Decision
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.received.models import DecisionCopy, ReceivedAward
from awards.received.rules import decision_key
from awards.sessions.choices import SessionState
from awards.sessions.models import AgendaItem, Attendance, Session
from core.admin import AuditedAdmin, ReadOnlyAdmin
from emulation.admin import SUBJECT

OPEN = frozenset({NominationState.DRAFT, NominationState.SUBMITTED, NominationState.RETURNED})


@admin.register(Nomination)
class NominationAdmin(AuditedAdmin):
    list_display = ["__str__", "grassroots", "year", "state", "submitted_at"]
    list_filter = ["state", "year"]
    list_select_related = ["person", "team", "enterprise", "initiative", "grassroots", "title"]
    search_fields = ["person__search_key", "person__full_name", "grassroots__name", "grassroots__code"]
    autocomplete_fields = [*SUBJECT, "registration", "initiatives"]

    def sealed(self, obj: Nomination) -> bool:
        return obj.state not in OPEN  # a checked nomination is the council's business


@admin.register(Council)
class CouncilAdmin(AuditedAdmin):
    list_display = ["name", "union", "valid_from", "valid_to"]
    list_select_related = ["union"]
    search_fields = ["name"]
    autocomplete_fields = ["union"]


@admin.register(CouncilSeat)
class CouncilSeatAdmin(AuditedAdmin):
    list_display = ["full_name", "post", "council", "user", "position"]
    list_filter = ["post"]
    list_select_related = ["council", "user"]
    search_fields = ["full_name", "council__name"]
    autocomplete_fields = ["council", "user"]

    def sealed(self, obj: CouncilSeat) -> bool:
        # The members at a counted vote stay on record.
        return obj.attendances.filter(session__state=SessionState.CLOSED).exists()


@admin.register(Session)
class SessionAdmin(AuditedAdmin):
    list_display = ["name", "council", "year", "held_on", "state"]
    list_filter = ["state", "year"]
    list_select_related = ["council"]
    search_fields = ["name"]
    autocomplete_fields = ["council"]
    readonly_fields = ["member_total"]

    def sealed(self, obj: Session) -> bool:
        return obj.state == SessionState.CLOSED


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ["seat", "session", "presence"]
    list_filter = ["presence"]
    list_select_related = ["seat", "session"]
    search_fields = ["seat__full_name", "session__name"]


@admin.register(AgendaItem)
class AgendaItemAdmin(ReadOnlyAdmin):
    list_display = ["session", "position", "nomination", "threshold", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["session", "nomination__person", "nomination__team", "nomination__title",
                           "nomination__grassroots", "nomination__enterprise", "nomination__initiative"]  # fmt: skip
    search_fields = ["session__name", "nomination__person__full_name"]


@admin.register(Decision)
class DecisionAdmin(AuditedAdmin):
    # Only the workflow writes number, signature and text.
    list_display = ["subject_line", "symbol", "union", "year", "dated_on", "state"]
    list_filter = ["state", "year"]
    list_select_related = ["union"]
    search_fields = ["subject_line", "symbol"]
    autocomplete_fields = ["union", "session"]
    readonly_fields = ["number", "series_year", "symbol", "signatory_name", "revoked_by", "document_text"]

    def sealed(self, obj: Decision) -> bool:
        return obj.state != DecisionState.DRAFT


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    list_display = ["recipient_name", "title", "decision", "grassroots", "year"]
    list_filter = ["year"]
    list_select_related = ["title", "decision", "grassroots"]
    search_fields = ["recipient_name", "decision__symbol"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["serial", "award", "created_at"]
    list_select_related = ["award__title"]
    search_fields = ["serial", "award__recipient_name"]
    exclude = ["code"]  # only the holder of the certificate knows the verification code


@admin.register(CertificatePrint)
class CertificatePrintAdmin(ReadOnlyAdmin):
    list_display = ["decision", "count", "printed_at", "printed_by"]
    list_select_related = ["decision", "printed_by"]
    search_fields = ["decision__symbol"]


@admin.register(DecisionCopy)
class DecisionCopyAdmin(AuditedAdmin):
    list_display = ["symbol", "decided_on", "grassroots"]
    list_select_related = ["grassroots"]
    search_fields = ["symbol", "grassroots__name"]
    autocomplete_fields = ["union", "grassroots"]

    def fill_keys(self, obj: DecisionCopy) -> None:
        obj.symbol_key = decision_key(obj.symbol)


@admin.register(ReceivedAward)
class ReceivedAwardAdmin(AuditedAdmin):
    list_display = ["__str__", "year", "decision_symbol", "decided_on", "decided_by"]
    list_filter = ["year", "to_federation"]
    list_select_related = ["union", "person", "enterprise", "grassroots", "title", "team", "initiative"]
    search_fields = ["decision_symbol", "person__full_name", "grassroots__name"]
    autocomplete_fields = [
        "union",
        "title",
        "grassroots",
        "person",
        "team",
        "initiative",
        "enterprise",
        "registration",
    ]
