"""The benchmarks run; what they measure is judged by ./scripts/bench, never by a test."""

import pytest

from tests.benchmarks import lists, rows


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@pytest.mark.django_db
@pytest.mark.urls("tests.benchmarks.urls")
def test_the_lists_are_measured_beside_the_admins(monkeypatch, capsys):
    monkeypatch.setattr(rows, "UNITS", 2)
    monkeypatch.setattr("tests.benchmarks.measuring.ROUNDS", 1)
    targets = list(lists.run(sizes=(12, 30)))
    assert [target.name.split(",")[0] for target in targets] == ["registrations", "people"] * 2
    assert all(target.figure > 0 for target in targets)
    assert "queries" in capsys.readouterr().out
