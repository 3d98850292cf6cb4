"""Quorum, thresholds and ballots: the examples of the handbook (3.8) and properties."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.sessions.rules import has_quorum, quorum_needed, reaches_threshold, tally_errors, votes_needed

TOTALS = st.integers(min_value=1, max_value=200)
THRESHOLDS = st.none() | st.integers(min_value=51, max_value=100)


@pytest.mark.parametrize(
    ("threshold", "needed"),
    [
        (80, {5: 4, 7: 6, 9: 8, 11: 9, 15: 12}),
        (90, {5: 5, 7: 7, 9: 9, 11: 10, 15: 14}),
        (None, {5: 3, 6: 4, 7: 4, 8: 5, 9: 5}),
    ],
)
def test_the_fewest_votes_that_reach_a_threshold(threshold, needed):
    assert {total: votes_needed(total, threshold) for total in needed} == needed


def test_the_fewest_present_for_a_quorum():
    assert {total: quorum_needed(total) for total in (9, 7, 5)} == {9: 6, 7: 5, 5: 4}


def test_seven_of_nine_fail_eighty_percent_and_eight_pass_it_but_not_ninety():
    assert [reaches_threshold(votes, 9, 80) for votes in (7, 8)] == [False, True]
    assert [reaches_threshold(votes, 9, 90) for votes in (8, 9)] == [False, True]


def test_exactly_half_is_no_majority():
    assert [reaches_threshold(votes, 8, None) for votes in (4, 5)] == [False, True]


@given(votes=st.integers(min_value=0, max_value=200), total=TOTALS, threshold=THRESHOLDS)
def test_a_threshold_is_an_exact_comparison_of_fractions(votes, total, threshold):
    share = Fraction(votes, total)
    exact = share > Fraction(1, 2) if threshold is None else share >= Fraction(threshold, 100)
    assert reaches_threshold(votes, total, threshold) == exact


@pytest.mark.slow
@given(total=TOTALS, threshold=THRESHOLDS)
def test_the_votes_needed_reach_the_threshold_and_one_less_does_not(total, threshold):
    needed = votes_needed(total, threshold)
    assert reaches_threshold(needed, total, threshold)
    assert not reaches_threshold(needed - 1, total, threshold)


@given(total=TOTALS)
def test_the_quorum_is_the_smallest_two_thirds(total):
    needed = quorum_needed(total)
    assert has_quorum(needed, total)
    assert not has_quorum(needed - 1, total)


COUNTS = st.integers(min_value=0, max_value=12)


@given(
    present=COUNTS, written=COUNTS, issued=COUNTS, returned=COUNTS, valid=COUNTS, invalid=COUNTS, for_=COUNTS,
    written_for=COUNTS,
)  # fmt: skip
def test_ballots_are_accepted_exactly_if_they_add_up(
    present, written, issued, returned, valid, invalid, for_, written_for
):
    wrong = tally_errors(
        present=present,
        written=written,
        ballots_issued=issued,
        ballots_returned=returned,
        ballots_valid=valid,
        ballots_invalid=invalid,
        ballots_for=for_,
        written_for=written_for,
    )
    adds_up = valid + invalid == returned <= issued <= present and for_ <= valid and written_for <= written
    assert (wrong == {}) == adds_up
