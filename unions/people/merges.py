"""What frozen rows take from a merge and its undoing."""

from django.db.models import Model

from core.frozen.records import LaterChange

IN_FORCE = """EXISTS (
    SELECT 1 FROM unions_personmerge AS made
    WHERE made.gone_id = OLD.person_id AND made.kept_id = NEW.person_id AND made.undone_at IS NULL
)"""
UNDONE = """EXISTS (
    SELECT 1 FROM unions_personmerge AS undone
    JOIN unions_movedrow AS moved ON moved.merge_id = undone.id
    WHERE undone.kept_id = OLD.person_id AND undone.gone_id = NEW.person_id AND undone.undone_at IS NOT NULL
    AND moved.model = '{label}' AND moved.field = 'person' AND moved.object_id = OLD.id
)"""


def follows_merge(model: type[Model]) -> LaterChange:
    """The person is not printed, so it may follow a merge."""
    undone = UNDONE.format(label=model._meta.label)
    return LaterChange("follow a merge of two records", ("person",), when=f"{IN_FORCE} OR {undone}")
