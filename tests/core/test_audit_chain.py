"""Whatever is altered in the log shows: every field of every entry, its order, its end, its head, its seals."""

import io
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from accounts.users.models import User
from config.safety import refuse_weak_audit_key
from core.audit import record, record_many
from core.audit_chain import FINGERPRINTED, VERSION, broken_links, fingerprint_of, verify_log
from core.integrity import AUDIT_CHECK, audit_log_health, check_audit_log, check_when_due
from core.jobs import run_job
from core.models import AuditEntry, AuditHead, IntegrityCheck, Job
from tests.triggers import drop_triggers

KEY, OTHER_KEY = "k" * 40, "o" * 40
NO_CONTENT = {"id", "hash", "seal"}
"""The order and the chain itself show when these are altered; a seal, where the key is set."""


def alter(entry, **values):
    AuditEntry.objects.filter(pk=entry.pk).update(**values)


def append(world, number=1):
    detail = {"number": number}
    return record("trial.action", world.school, actor=world.people["officer"], reason="so", detail=detail)


@pytest.fixture
def entries(world):
    return [append(world, number) for number in range(3)]


@pytest.fixture
def sealed(world, settings):
    """Two entries from before there was a key, three sealed with it."""
    before = [append(world, number) for number in range(2)]
    settings.AUDIT_KEY = KEY
    return before + [append(world, number) for number in range(3)]


@pytest.fixture
def unfrozen(world):
    drop_triggers("core_auditentry", "core_audithead")


def problem():
    return verify_log().problem


def said():
    told = io.StringIO()
    call_command("check_audit", stdout=told)
    return told.getvalue()


def another(entry, field):
    """Return another value for a column of `entry`."""
    other = {
        "id": AuditEntry.objects.latest("pk").pk + 1,
        "at": timezone.now(),
        "actor": User.objects.exclude(pk=entry.actor_id).first().pk,
        "content_type": ContentType.objects.exclude(pk=entry.content_type_id).first().pk,
        "object_id": entry.object_id + 1,
        "detail": {"number": 99},
        "version": entry.version - 1,
    }
    return other.get(field.name, "0" * 30)


@pytest.mark.slow
@pytest.mark.parametrize("field", AuditEntry._meta.concrete_fields, ids=lambda field: field.name)
def test_an_altered_field_of_an_entry_shows(sealed, unfrozen, field):
    entry = sealed[3]
    alter(entry, **{field.attname: another(entry, field)})
    named = sealed[4] if field.name == "id" else entry
    assert problem().startswith(f"Entry {named.pk} of ")


def test_the_fingerprint_covers_every_column_of_an_entry():
    columns = {field.attname for field in AuditEntry._meta.concrete_fields}
    assert set(FINGERPRINTED[VERSION]) == columns - NO_CONTENT


def test_entries_of_the_first_rule_still_verify_and_the_chain_goes_on(world, entries, unfrozen):
    former = AuditEntry.objects.order_by("pk").first()
    chain = list(AuditEntry.objects.order_by("pk"))
    for before, entry in zip([None, *chain], chain, strict=False):
        entry.version, entry.previous_hash = 1, before.hash if before else former.previous_hash
        entry.hash = fingerprint_of(entry)
        entry.save()
    AuditHead.objects.update(hash=chain[-1].hash)
    append(world)
    assert (problem(), AuditEntry.objects.latest("pk").version) == ("", 2)
    alter(entries[1], reason="otherwise")
    assert problem().startswith(f"Entry {entries[1].pk} of ")


def test_an_entry_removed_from_the_end_shows(entries, unfrozen):
    AuditEntry.objects.filter(pk=entries[2].pk).delete()
    assert list(broken_links()) == []
    count = AuditEntry.objects.count()
    assert problem() == f"The log ends too early: it has {count} entries and had {count + 1}; entries were removed."


def test_a_log_emptied_with_its_head_left_shows(entries, unfrozen):
    count = AuditEntry.objects.count()
    AuditEntry.objects.all().delete()
    assert problem() == f"The log ends too early: it has 0 entries and had {count}; entries were removed."


def test_a_log_cut_back_together_with_its_head_shows_at_the_next_check(entries, unfrozen):
    check_audit_log()
    AuditEntry.objects.filter(pk=entries[2].pk).delete()
    AuditHead.objects.update(hash=entries[1].hash, count=F("count") - 1)
    assert problem() == ""
    with pytest.raises(CommandError, match="The log ends too early"):
        call_command("check_audit")


def test_an_entry_slipped_in_behind_the_last_shows(world, entries, unfrozen):
    slipped = AuditEntry.objects.latest("pk")
    slipped.pk, slipped.previous_hash = None, slipped.hash
    slipped.hash = fingerprint_of(slipped)
    slipped.save()
    assert problem().endswith("entries were slipped in.")


@pytest.mark.parametrize("change", [{"hash": "0"}, {"count": F("count") + 1}, {"count": F("count") - 1}])
def test_an_altered_head_shows(entries, unfrozen, change):
    AuditHead.objects.update(**change)
    assert problem() != ""


def test_an_unaltered_log_says_how_much_it_proves(world, entries):
    assert said().endswith("No entry is sealed.\n")
    assert f"{AuditEntry.objects.count()} entries, the last {entries[2].hash}" in said()


def test_sealed_entries_and_those_from_before_the_key_are_told_apart(sealed, settings):
    before = AuditEntry.objects.filter(seal="").count()
    assert said().endswith(f"3 seals fit AUDIT_KEY. {before} entries were written before there was a key.\n")
    settings.AUDIT_KEY = ""
    assert said().endswith("AUDIT_KEY is not set: 3 seals were not verified.\n")


def test_many_entries_at_once_are_sealed_too(world, settings):
    settings.AUDIT_KEY = KEY
    record_many("trial.action", [(world.school, {"n": n}) for n in range(3)], actor=None)
    state = verify_log()
    assert (state.sealed, state.problem) == (3, "")


def test_a_wrong_key_is_called_one(sealed, settings):
    settings.AUDIT_KEY = OTHER_KEY
    first = sealed[2].pk
    assert problem() == f"AUDIT_KEY is not the key of this log: no seal fits it, the first is that of entry {first}."


def test_a_former_key_still_verifies_and_the_new_one_seals(world, sealed, settings):
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = OTHER_KEY, [KEY]
    append(world)
    assert problem() == ""
    settings.AUDIT_KEY_FALLBACKS = []
    assert problem().startswith(f"Entry {sealed[2].pk} of ")


def test_a_log_written_anew_by_somebody_without_the_key_shows(sealed, unfrozen):
    """The hashes can be computed by everybody, the seals cannot."""
    forged = AuditEntry.objects.get(pk=sealed[4].pk)
    forged.reason = "forged"
    forged.hash = fingerprint_of(forged)
    forged.save()
    AuditHead.objects.update(hash=forged.hash)
    assert list(broken_links()) == []
    assert problem() == (
        f"Entry {forged.pk} of {forged.at:%d/%m/%Y %H:%M} (trial.action, {forged.object_name}) is broken: "
        "its seal was not made with AUDIT_KEY."
    )


def test_an_entry_without_a_seal_after_sealed_ones_shows(sealed, unfrozen):
    alter(sealed[3], seal="")
    assert "has no seal" in problem()


@pytest.mark.parametrize("seal", ["", "0" * 64])
def test_an_altered_seal_of_the_head_shows(sealed, unfrozen, seal):
    AuditHead.objects.update(seal=seal)
    assert problem().startswith("The head of the log is broken")


def test_a_sealed_log_does_not_go_on_without_its_key(world, sealed, settings):
    settings.AUDIT_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="AUDIT_KEY must be set"):
        append(world)


def test_an_entry_costs_no_more_queries_than_before_seals(world, entries, settings, django_assert_num_queries):
    """Savepoint, lock of the head, entry, head, savepoint."""
    settings.AUDIT_KEY = KEY
    with django_assert_num_queries(5):
        append(world)


def test_each_check_is_noted_with_what_it_found(entries, unfrozen):
    said()
    alter(entries[1], reason="otherwise")
    with pytest.raises(CommandError):
        call_command("check_audit")
    failed, passed = IntegrityCheck.objects.all()
    assert (passed.hash, passed.problem) == (entries[2].hash, "")
    assert failed.problem.startswith(f"Entry {entries[1].pk} of ")


@pytest.mark.one_database(on="sqlite")
def test_a_head_from_before_the_count_learns_it(entries, unfrozen):
    AuditHead.objects.update(count=0)
    import_module("core.migrations.0007_sealed_audit_log").count_entries(apps, None)
    assert problem() == ""


@pytest.mark.parametrize(
    ("key", "former"),
    [("short", []), ("s" * 39, []), ("secret" * 10, []), (KEY, ["short"]), ("", [KEY])],
)
def test_the_portal_does_not_start_with_an_audit_key_that_protects_nothing(key, former):
    with pytest.raises(ImproperlyConfigured, match="AUDIT_KEY"):
        refuse_weak_audit_key(key, former, secret_key="secret" * 10)


@pytest.mark.parametrize(("key", "former"), [("", []), (KEY, []), (KEY, [OTHER_KEY])])
def test_the_portal_starts_without_an_audit_key_or_with_a_strong_one(key, former):
    assert refuse_weak_audit_key(key, former, secret_key="secret" * 10) is None


def checked(age, problem=""):
    check = IntegrityCheck.objects.create(kind="audit_log", problem=problem)
    IntegrityCheck.objects.filter(pk=check.pk).update(checked_at=timezone.now() - age)


@pytest.mark.one_database(on="sqlite")
def test_health_tells_by_age_whether_the_log_is_checked(db):
    two_days, moment = timedelta(days=2), timedelta(minutes=1)
    assert audit_log_health() == "overdue"
    checked(two_days + moment)
    assert audit_log_health() == "overdue"
    checked(two_days - moment)
    assert audit_log_health() == "ok"
    checked(moment, problem="Entry 5 is broken")
    assert audit_log_health() == "broken"


@pytest.mark.one_database(on="sqlite")
def test_a_worker_that_starts_verifies_a_log_not_verified_for_a_day(db):
    day, moment = timedelta(days=1), timedelta(minutes=1)
    checked(day - moment)
    check_when_due()
    assert not Job.objects.exists()
    IntegrityCheck.objects.all().delete()
    checked(day + moment)
    check_when_due()
    run_job.func(Job.objects.get(kind=AUDIT_CHECK).pk)
    assert (audit_log_health(), Job.objects.exists()) == ("ok", False)
