"""Whatever a list brings, taking it back leaves every table as it was."""

from datetime import date

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from core.models import AuditEntry, AuditHead, Job
from tests.conftest import make_world
from tests.factories import make_person
from tests.our_apps import APPS
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import list_of_people
from unions.imports.models import ImportedRecord, SheetImport, SheetRow
from unions.imports.services.taking_back import take_back
from unions.people.models import Employment
from unions.people.rules import birth_fields

# The history and the imports themselves stay; jobs are the portal's own.
LEFT_OUT = {AuditEntry, AuditHead, Job, SheetImport, SheetRow, ImportedRecord}
NAMES = ["Lê Thị Hoa", "Lê Thị Hoà", "Le Thi Hoa", "Trần Văn Bảo"]
TEAMS = ["", "Tổ 1", "tổ 1", "Tổ 2"]
BIRTHS = [None, 1988, 1990, date(1988, 5, 17), date(1988, 7, 1)]
KNOWN = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES),
        "born": st.sampled_from(BIRTHS),
        "gender": st.sampled_from(["female", "unknown"]),
        "position": st.sampled_from(["", "Giáo viên"]),
        "team": st.sampled_from(["", "Tổ 1"]),
        "has_number": st.booleans(),
    }
)
ROW = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES),
        "born": st.sampled_from(BIRTHS),
        "gender": st.sampled_from(["", "Nữ"]),
        "position": st.sampled_from(["", "Giáo viên", "Tổ trưởng"]),
        "team": st.sampled_from(TEAMS),
        "number": st.sampled_from(["", "N0", "N1", "N7"]),
        "phone": st.sampled_from(["", "0912345678"]),
    }
)


@pytest.fixture(scope="module")
def school_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.school.teams.create(name="Tổ 1")
        yield world
        transaction.set_rollback(True)


def enter(world, number, known):
    team = world.school.teams.get() if known["team"] else None
    person = make_person(
        world.school,
        known["full_name"],
        **birth_fields(known["born"]),
        gender=known["gender"],
        position=known["position"],
        team=team,
        member_number=f"N{number}" if known["has_number"] else None,
    )
    Employment.objects.filter(person=person).update(valid_from=date(2015 + number, 1, 1))


def cells(row):
    born = row["born"]
    text = f"{born:%d/%m/%Y}" if isinstance(born, date) else str(born or "")
    return ["", row["full_name"], text, row["gender"], row["number"], row["position"], row["team"], row["phone"]]


def every_table():
    models = [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return {
        model._meta.label: [
            # A revision counts the changes and never goes back.
            {name: value for name, value in row.items() if name != "revision"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
        if model not in LEFT_OUT
    }


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.lists(KNOWN, max_size=3), rows=st.lists(ROW, min_size=1, max_size=5))
def test_a_list_that_is_taken_back_leaves_every_table_as_before(school_world, db, known, rows):
    with transaction.atomic():
        for number, facts in enumerate(known):
            enter(school_world, number, facts)
        before = every_table()
        done = imported(school_world.school, list_of_people(*map(cells, rows)), good_rows=True)
        if done.written:
            counts = done.totals
            event(f"new: {counts['new'] > 0}, changed: {counts['changed'] > 0}")
            take_back(actor=None, sheet=done.sheet, reason="Nhầm", only_free=False)
            done.sheet.refresh_from_db()
            assert done.sheet.state == "taken_back"
        assert every_table() == before
        transaction.set_rollback(True)
