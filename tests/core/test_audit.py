"""The trail cannot be altered, neither by us nor by somebody with the database in hand, without its showing."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from core.audit import history_of, record
from core.audit_chain import START, broken_links, fingerprint_of
from core.audit_labels import label_for, labelled_actions, register_labels
from core.models import AuditEntry, AuditHead
from tests.triggers import drop_triggers


@pytest.fixture
def entries(world):
    """Five entries after those of the world."""
    return [
        record(
            "trial.action", world.school, actor=world.people["officer"], detail={"number": number, "name": "Đỗ Ơn"}
        )
        for number in range(5)
    ]


def _run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def test_an_entry_says_who_did_what_to_what(world):
    entry = record(
        "trial.action",
        world.school,
        actor=world.people["officer"],
        before="a",
        after="b",
        reason=" so ",
        detail={"n": 1},
    )
    kept = AuditEntry.objects.get(pk=entry.pk)
    assert (kept.act, kept.actor, kept.actor_name, kept.object, kept.object_name) == (
        "trial.action",
        world.people["officer"],
        "Trần Minh Đức",
        world.school,
        world.school.name,
    )
    assert (kept.before, kept.after, kept.reason, kept.detail) == ("a", "b", "so", {"n": 1})


def test_the_system_itself_has_no_name(world):
    entry = record("trial.action", world.school, actor=None)
    assert (entry.actor, entry.actor_name) == (None, "")


def test_a_name_of_any_length_fits(world):
    world.school.name = "Trường " * 80
    assert len(record("trial.action", world.school, actor=None).object_name) == 300


def test_the_chain_runs_from_the_start_to_the_head_without_a_break(entries):
    hashes = list(AuditEntry.objects.order_by("pk").values_list("previous_hash", "hash"))
    assert hashes[0][0] == START
    assert [before for before, _own in hashes[1:]] == [own for _before, own in hashes[:-1]]
    assert AuditHead.objects.get().hash == hashes[-1][1]
    assert list(broken_links()) == []


def test_an_entry_read_back_has_the_fingerprint_it_was_stored_with(entries):
    for entry in AuditEntry.objects.order_by("pk"):
        assert fingerprint_of(entry) == entry.hash


def test_history_is_newest_first_and_of_this_thing_alone(world, entries):
    record("trial.other", world.company, actor=None)
    acts = [(entry.act, entry.detail.get("number")) for entry in history_of(world.school)]
    assert acts == [*(("trial.action", number) for number in (4, 3, 2, 1, 0)), ("grassroots.enter", None)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditentry SET actor_name = 'somebody else' WHERE id = %s",
        "UPDATE core_auditentry SET reason = reason WHERE id = %s",
        "DELETE FROM core_auditentry WHERE id = %s",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(entries, sql):
    with pytest.raises(DatabaseError, match="frozen"):
        _run(sql, entries[2].pk)
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_audithead SET hash = (SELECT hash FROM core_auditentry ORDER BY id LIMIT 1)",
        "UPDATE core_audithead SET count = 1",
        "DELETE FROM core_audithead",
        "INSERT INTO core_audithead (id, hash, count, seal) SELECT 2, hash, count, seal FROM core_audithead",
    ],
)
def test_the_head_of_the_log_only_goes_on_to_the_newest_entry(entries, sql):
    with pytest.raises(DatabaseError, match="frozen"):
        _run(sql)
    assert AuditHead.objects.get().hash == entries[-1].hash


def test_the_models_own_ways_are_refused_too(entries):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        entries[0].save()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        AuditEntry.objects.filter(pk=entries[0].pk).delete()


def test_an_entry_altered_behind_the_back_of_the_database_shows(entries):
    drop_triggers("core_auditentry")
    _run("UPDATE core_auditentry SET actor_name = 'somebody else' WHERE id = %s", entries[2].pk)
    assert list(broken_links()) == [entries[2]]


def test_an_entry_removed_behind_the_back_of_the_database_shows_at_the_next(entries):
    drop_triggers("core_auditentry")
    _run("DELETE FROM core_auditentry WHERE id = %s", entries[2].pk)
    assert list(broken_links()) == [entries[3]]


def test_what_fails_afterwards_takes_its_entry_with_it(world, entries):
    def write():
        with transaction.atomic():
            record("trial.action", world.school, actor=None)
            raise LookupError

    with pytest.raises(LookupError):
        write()
    assert (history_of(world.school).first(), list(broken_links())) == (entries[-1], [])


def test_an_action_is_told_in_words_or_by_its_code(world):
    register_labels({"trial.told": "told the truth"})
    assert (label_for("trial.told"), label_for("trial.untold")) == ("told the truth", "trial.untold")
    assert record("trial.told", world.school, actor=None).sentence == "told the truth"


def test_the_command_names_the_first_broken_entry_and_fails(entries, capsys):
    call_command("check_audit")
    assert "unbroken" in capsys.readouterr().out
    drop_triggers("core_auditentry")
    _run("UPDATE core_auditentry SET actor_name = 'somebody else' WHERE id = %s", entries[2].pk)
    with pytest.raises(CommandError, match=f"Entry {entries[2].pk} "):
        call_command("check_audit")


def test_the_history_tells_in_vietnamese_what_was_done():
    """After an act the same words follow "Đồng chí"."""
    with translation.override("vi"):
        labels = {act: label_for(act) for act in labelled_actions() if not act.startswith("trial.")}
    assert {act: label for act, label in labels.items() if not label.startswith("đã ")} == {}
