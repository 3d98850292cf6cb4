"""What is declared as frozen stands against every way in, and everything that points to it is declared."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from awards.certificates.services import record_printing
from awards.council.models import CouncilSeat
from awards.decisions.models import Certificate, Decision
from awards.sessions.models import Session
from core.dependents import foreign_keys_to
from core.frozen.database import frozen_records
from core.frozen.records import ALWAYS, NEVER, FrozenRecord, FrozenTable
from emulation.clusters.models import ClusterYear
from restructuring.models import Reorganisation
from tests.conftest import make_world
from tests.freezing import Intruder, frozen_rows, frozen_states, open_row, open_ways
from tests.security.sample_world import YESTERDAY, build, freeze
from unions.duplicates.services.merging import undo_merge

RECORDS = {record.model._meta.label: record for record in frozen_records()}
TABLES = {table.name: table for record in RECORDS.values() for table in record.tables()}


def steps(table: FrozenTable) -> set[str]:
    """Return the foreign keys over which the path leads."""
    found, model = set(), table.model
    for name in filter(None, table.path.split("__")):
        step: Any = model._meta.get_field(name)
        key = step if step.concrete else step.field
        found.add(f"{key.model._meta.label}.{key.name}")
        model = step.related_model
    return found


def pointing_to(record: FrozenRecord) -> set[str]:
    return {f"{key.label}.{key.name}" for table in record.tables() for key in foreign_keys_to(table.model)}


@pytest.mark.parametrize("label", RECORDS)
def test_what_points_to_a_frozen_record_is_part_of_it_or_said_to_be_beside_it(label: str) -> None:
    record = RECORDS[label]
    parts = {key for table in record.tables() for key in steps(table)}
    assert pointing_to(record) - parts == set(record.beside)
    assert all(record.beside.values())


@pytest.fixture(scope="module")
def intruder(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A year with a row of every frozen table in every frozen state, and rows that are not frozen yet."""
    with django_db_blocker.unblock(), transaction.atomic():
        _add_what_the_sample_lacks(build(make_world()))
        yield Intruder()
        transaction.set_rollback(True)


def _add_what_the_sample_lacks(sample: dict[str, Any]) -> None:
    people = sample["world"].people
    note_event(EventKind.SIGNED_IN, user=people["officer"])
    record_printing(actor=people["officer"], decision=sample["decision_issued"], count=1)
    revoked = {"state": "revoked", "revoked_by": sample["decision_issued"], "revoked_at": timezone.now()}
    freeze(_issued_copy(sample["decision_signed"], number=77), **revoked)
    Certificate.objects.create(award=sample["award_draft"], serial="2024-1", code="ABCDEFGH")
    seats = [CouncilSeat.objects.create(council=sample["council"], full_name=name) for name in ("Mai", "Đào")]
    _closed_session(sample, seats[0])
    ClusterYear.objects.create(cluster=sample["cluster"], year=2001)
    for name, state in (("nomination_draft", "draft"), ("nomination_checked", "decided")):
        sample[name].initiatives.add(sample["initiative_registered"])
        freeze(sample[name], state=state)
    confirmed = {"confirmed_by": people["leader"], "confirmed_at": timezone.now()}
    for state, facts in (("draft", {}), ("confirmed", confirmed), ("cancelled", {})):
        freeze(_split(sample), state=state, **facts)
    held = {"held_on": YESTERDAY, "text": "Tổng kết", "made_by": people["officer"], "made_at": timezone.now()}
    sample["campaign_closed"].reviews.create(kind="final", **held)
    undo_merge(actor=people["officer"], merge=sample["twins_merge"])


def _closed_session(sample: dict[str, Any], seat: CouncilSeat) -> None:
    facts = {"council": seat.council, "year": YESTERDAY.year, "held_on": YESTERDAY}
    session = Session.objects.create(created_by=sample["world"].people["officer"], **facts)
    session.attendances.create(seat=seat, presence="present")
    freeze(session, state="closed", member_total=1, closed_at=timezone.now())


def _issued_copy(decision: Decision, *, number: int) -> Decision:
    decision.pk, decision.state = None, "issued"
    decision.number, decision.symbol, decision.issued_at = number, f"{number}/QĐ", timezone.now()
    decision.save()
    return decision


def _split(sample: dict[str, Any]) -> Reorganisation:
    facts = {"decision_number": "7/QĐ", "decision_date": YESTERDAY, "effective_on": YESTERDAY}
    officer, school, company = sample["world"].people["officer"], sample["school"], sample["company"]
    split = Reorganisation.objects.create(union=sample["union"], kind="split", created_by=officer, **facts)
    split.lines.create(grassroots=school, new_code="TH-2").people.add(sample["teacher"])
    split.successions.create(predecessor=school, successor=company, kind="split", on=YESTERDAY)
    return split


@pytest.mark.django_db
def test_the_year_has_a_frozen_row_of_every_table_and_a_row_that_may_try_to_enter(intruder: Intruder) -> None:
    states = {name: set(frozen_rows(table, intruder)) for name, table in TABLES.items()}
    wanted = {name: set(frozen_states(table)) for name, table in TABLES.items()}
    assert states == wanted
    may_enter = [table for table in TABLES.values() if table.kept_since not in (ALWAYS, NEVER)]
    assert [table.name for table in may_enter if open_row(table, intruder) is None] == []


def stored_again(record: FrozenRecord, state: str, intruder: Intruder) -> str:
    """Return what the database says to another document of a record, which would be printed in its place."""
    key = frozen_rows(next(record.tables()), intruder)[state]
    kind = ContentType.objects.get_for_model(record.model).pk
    columns = "content_type_id, object_id, payload, sha256, stored_at"
    values = f"VALUES ({kind}, {key}, '{{}}', 'x', '2024-12-31')"
    return intruder.answer(f"INSERT INTO core_storeddocument ({columns}) {values}")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("label", [label for label, record in RECORDS.items() if record.documents_since])
def test_no_other_document_is_stored_of_what_is_frozen(label: str, intruder: Intruder) -> None:
    record = RECORDS[label]
    taken = {state: stored_again(record, state, intruder) == "" for state in record.since}
    assert taken == {state: state not in record.documents_since for state in record.since}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLES)
def test_no_way_leads_into_a_frozen_row(name: str, intruder: Intruder) -> None:
    assert open_ways(TABLES[name], intruder) == []
