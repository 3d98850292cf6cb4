"""What the database refuses in this app: changing a signed decision, its rows, or the votes of a closed session."""

from awards.models import Award, Decision
from core.frozen import Freeze, never_deleted

SEALED = "(SELECT state FROM awards_decision WHERE id = {row}.decision_id) <> 'draft'"
CLOSED = "(SELECT state FROM awards_session WHERE id = {row}.session_id) = 'closed'"
PRINTED = tuple(field.attname for field in Award._meta.concrete_fields if field.name != "person")
"""All that a signed line says. Whose record it hangs on is not printed: it follows two records that were made one."""
NOT_MERGED = """NOT EXISTS (
    SELECT 1 FROM unions_personmerge AS made
    WHERE made.gone_id = OLD.person_id AND made.kept_id = NEW.person_id AND made.undone_at IS NULL
) AND NOT EXISTS (
    SELECT 1 FROM unions_personmerge AS undone
    JOIN unions_movedrow AS moved ON moved.merge_id = undone.id
    WHERE undone.kept_id = OLD.person_id AND undone.gone_id = NEW.person_id AND undone.undone_at IS NOT NULL
    AND moved.model = 'awards.Award' AND moved.field = 'person' AND moved.object_id = OLD.id
)"""
"""No merge that stands takes the line from the one record to the other, and no undoing brings it back."""

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
    Freeze("awards_award_sealed_update", "awards_award", "UPDATE", SEALED.format(row="OLD"), PRINTED),
    Freeze(
        "awards_award_sealed_person",
        "awards_award",
        "UPDATE",
        f"{SEALED.format(row='OLD')} AND {NOT_MERGED}",
        ("person_id",),
    ),
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
