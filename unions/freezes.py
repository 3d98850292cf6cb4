"""What the database itself refuses about the organisation, whoever writes."""

from core.frozen import Freeze

OVERLAP = """EXISTS (
    SELECT 1 FROM unions_affiliation AS other
    WHERE other.grassroots_id = NEW.grassroots_id AND other.id <> NEW.id
    AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
    AND COALESCE(other.valid_to, '9999-12-31') >= NEW.valid_from
)"""
"""Two unions on one day: the periods of two affiliations of one unit share a day."""

FREEZES = (
    Freeze("unions_affiliation_new_overlap", "unions_affiliation", "INSERT", OVERLAP),
    Freeze("unions_affiliation_moved_overlap", "unions_affiliation", "UPDATE", OVERLAP),
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
    Freeze("unions_reorganisation_kept", "unions_reorganisation", "DELETE", "OLD.state <> 'draft'"),
)
