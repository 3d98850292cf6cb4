"""What the database refuses in this app: changing a signed decision, its rows, or the votes of a closed session."""

from awards.models import Decision
from core.frozen import Freeze, never_deleted

SEALED = "(SELECT state FROM awards_decision WHERE id = {row}.decision_id) <> 'draft'"
CLOSED = "(SELECT state FROM awards_session WHERE id = {row}.session_id) = 'closed'"

FREEZES = (
    Freeze("awards_decision_sealed", "awards_decision", "UPDATE", "OLD.state <> 'draft'", Decision.FROZEN),
    Freeze(
        "awards_decision_numbered",
        "awards_decision",
        "UPDATE",
        "OLD.state IN ('issued', 'revoked')",
        ("number", "series_year", "symbol", "issued_at"),
    ),
    Freeze(
        "awards_decision_no_way_back",
        "awards_decision",
        "UPDATE",
        "OLD.state <> 'draft' AND NEW.state = 'draft'",
    ),
    Freeze("awards_decision_kept", "awards_decision", "DELETE", "OLD.state <> 'draft'"),
    Freeze("awards_award_sealed_update", "awards_award", "UPDATE", SEALED.format(row="OLD")),
    Freeze("awards_award_sealed_delete", "awards_award", "DELETE", SEALED.format(row="OLD")),
    Freeze("awards_award_sealed_insert", "awards_award", "INSERT", SEALED.format(row="NEW")),
    Freeze("awards_item_closed_update", "awards_agendaitem", "UPDATE", CLOSED.format(row="OLD")),
    Freeze("awards_item_closed_delete", "awards_agendaitem", "DELETE", CLOSED.format(row="OLD")),
    Freeze("awards_item_closed_insert", "awards_agendaitem", "INSERT", CLOSED.format(row="NEW")),
    Freeze("awards_attendance_closed_update", "awards_attendance", "UPDATE", CLOSED.format(row="OLD")),
    Freeze("awards_attendance_closed_delete", "awards_attendance", "DELETE", CLOSED.format(row="OLD")),
    Freeze("awards_session_closed", "awards_session", "UPDATE", "OLD.state = 'closed'"),
    never_deleted("awards_certificate"),
)
