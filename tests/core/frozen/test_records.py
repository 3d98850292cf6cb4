"""What a declaration of a frozen record means, in SQL."""

import pytest

from awards.council.models import CouncilSeat
from awards.decisions.models import Award, Certificate, Decision
from core.frozen.records import ALWAYS, FrozenRecord, Part


def table_of(record, model):
    return next(table for table in record.tables() if table.model is model)


def test_a_record_is_frozen_in_its_states_and_kept_from_the_same_on():
    (table,) = FrozenRecord(Decision, since=("signed", "issued")).tables()
    assert (table.is_frozen("OLD"), table.is_kept("NEW")) == (
        "OLD.state IN ('signed', 'issued')",
        "NEW.state IN ('signed', 'issued')",
    )


def test_a_record_without_states_is_frozen_always_or_under_a_condition():
    (always,) = FrozenRecord(Decision).tables()
    (numbered,) = FrozenRecord(Decision, since="{row}.number IS NOT NULL").tables()
    assert (always.is_frozen("OLD"), numbered.is_frozen("OLD")) == ("1 = 1", "OLD.number IS NOT NULL")


@pytest.mark.parametrize(
    ("part", "frozen", "kept"),
    [
        (Part(Award, "decision"), "('signed')", "('submitted', 'signed')"),
        (Part(Award, "decision", since=("issued",)), "('issued')", "('issued')"),
        (Part(Award, "decision", since=("issued",), kept_since=("signed",)), "('issued')", "('signed')"),
    ],
)
def test_a_part_is_frozen_and_kept_with_its_record_unless_it_says_otherwise(part, frozen, kept):
    record = FrozenRecord(Decision, since=("signed",), kept_since=("submitted", "signed"), parts=(part,))
    table = table_of(record, Award)
    words = "EXISTS (SELECT 1 FROM awards_decision AS step1 WHERE step1.id = OLD.decision_id AND step1.state IN "
    assert (table.is_frozen("OLD"), table.is_kept("OLD")) == (f"{words}{frozen})", f"{words}{kept})")


@pytest.mark.parametrize(
    ("part", "condition"),
    [
        (
            Part(Certificate, "award__decision"),
            "EXISTS (SELECT 1 FROM awards_award AS step1, awards_decision AS step2 WHERE step1.id = NEW.award_id "
            "AND step2.id = step1.decision_id AND step2.state IN ('signed'))",
        ),
        (
            Part(CouncilSeat, "attendances__session"),
            "EXISTS (SELECT 1 FROM awards_attendance AS step1, awards_session AS step2 WHERE step1.seat_id = NEW.id "
            "AND step2.id = step1.session_id AND step2.state IN ('signed'))",
        ),
        (Part(Award, "decision", since=ALWAYS), "1 = 1"),
    ],
)
def test_a_path_leads_over_foreign_keys_in_both_directions(part, condition):
    record = FrozenRecord(Decision, since=("signed",), parts=(part,))
    assert table_of(record, part.model).is_frozen("NEW") == condition
