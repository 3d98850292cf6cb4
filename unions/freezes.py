"""What the database itself refuses about the organisation, whoever writes."""

from core.frozen import Freeze, never_deleted

OVERLAP = """EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE other.{owner} = NEW.{owner} AND other.id <> NEW.id
    AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
    AND COALESCE(other.valid_to, '9999-12-31') >= NEW.valid_from
)"""
"""The periods of two rows of one owner share a day."""


def one_a_day(table: str, owner: str) -> tuple[Freeze, Freeze]:
    """Refuse a second row of `owner` on any day, whether it is new or moved there."""
    overlap = OVERLAP.format(table=table, owner=owner)
    return (
        Freeze(f"{table}_new_overlap", table, "INSERT", overlap),
        Freeze(f"{table}_moved_overlap", table, "UPDATE", overlap),
    )


FREEZES = (
    *one_a_day("unions_affiliation", "grassroots_id"),
    *one_a_day("unions_unionlink", "union_id"),
    *one_a_day("unions_unionprofile", "union_id"),
    Freeze("unions_unionlogo_kept_as_drawn", "unions_unionlogo", "UPDATE", "1 = 1"),
    never_deleted("unions_unionlogo"),
    Freeze(
        "unions_reorganisation_done",
        "unions_reorganisation",
        "UPDATE",
        "OLD.state <> 'draft'",
    ),
    Freeze(
        "unions_pact_words_stand",
        "unions_clusteryear",
        "UPDATE",
        "OLD.pact_signed_on IS NOT NULL",
        columns=("pact_basis", "pact_contents", "pact_targets"),
    ),
    Freeze(
        "unions_pact_name_stands",
        "unions_clusteryear",
        "UPDATE",
        "OLD.pact_signed_on IS NOT NULL AND NEW.pact_signed_on IS NOT NULL",
        columns=("signed_as",),
    ),
    Freeze("unions_reorganisation_kept", "unions_reorganisation", "DELETE", "OLD.state <> 'draft'"),
)
