"""Campaign page, list, export, board and report count the same units, whatever was answered and reorganised."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.progress import rollout_progress
from emulation.campaigns.selectors.sending import units_without_plan
from emulation.campaigns.selectors.standing import reasons_gone, standing_of
from emulation.campaigns.services import answers
from emulation.campaigns.services.campaigns import send_to_newcomers
from emulation.monitoring.choices import Step
from reports.editions.documents.annexes import launches
from reports.indicators.rules import percent
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from reports.indicators.selectors.indicators import find_indicator
from reports.indicators.selectors.rows import rows_behind
from restructuring.choices import ReorganisationKind as Kind
from restructuring.services.drafting import LineInput
from tests.conftest import make_world
from tests.factories import make_campaign, make_grassroots, make_rollout
from tests.restructuring.city import make_city
from unions.units.models import GrassrootsUnion

YEAR = 2025
START = date(YEAR, 2, 1)
UNIT = "Công đoàn cơ sở"
TOLD = {"informant": "Cô Lan", "reason": "Báo qua điện thoại"}
ACTS = ("receive", "launch", "send", "join", Kind.TRANSFER, Kind.MERGE, Kind.DISSOLVE)
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9))


class Place:
    def __init__(self):
        self.world = make_world()
        self.city = make_city(self.world)
        self.officer = self.world.people["officer"]
        for _number in range(3):
            make_grassroots(self.world.union)
        dates = {"period_start": date(YEAR, 1, 1), "period_end": date(YEAR, 12, 31), "launched_on": START}
        self.campaign = make_campaign(self.world.union, self.officer, year=YEAR, **dates)
        for unit in GrassrootsUnion.objects.active_under(self.world.union, START):
            make_rollout(self.campaign, unit)
        self.client = self.world.client("officer")

    def act(self, name, first, second, day):
        units = list(GrassrootsUnion.objects.order_by("pk"))
        unit, other = units[first % len(units)], units[second % len(units)]
        rollout = Rollout.objects.filter(grassroots=unit).first()
        if name == "join":
            make_grassroots(self.world.union)
        elif name == "send":
            send_to_newcomers(self.campaign, actor=self.officer)
        elif name == "receive" and rollout:
            answers.acknowledge_rollout(rollout, actor=self.officer, acknowledged_on=START, **TOLD)
        elif name == "launch" and rollout:
            facts = {"participants": second + 1, "women": None, "content": "Nội dung"}
            answers.launch_locally(rollout, actor=self.officer, launched_on=START, **facts, **TOLD)
        elif name in Kind.values:
            line = LineInput(unit, into=other) if name == Kind.MERGE else LineInput(unit)
            line = LineInput(unit, to_union=self.city.wards[0]) if name == Kind.TRANSFER else line
            self.city.do(name, line, on=day)

    def listed(self, **filters):
        """Return {unit: state} of the sheet, which has the rows of the page."""
        address = reverse("emulation:rollouts")
        filters = {"campaign": self.campaign.pk, "year": YEAR, "standing": "counted", **filters}
        states = {unit: row["Trạng thái"] for unit, row in self.sheet(address, filters).items()}
        assert self.client.get(address, filters).context["count"] == len(states)
        return states

    def sheet(self, address, filters):
        """Return {unit: {heading: value}}."""
        content = self.client.get(address, filters | {"export": "xlsx"}).getvalue()
        lines = [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]
        start = next((place for place, line in enumerate(lines) if UNIT in line), len(lines))
        rows = [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]
        return {row[UNIT]: row for row in rows if row[UNIT]}

    def check(self, day):
        whole, sectors = rollout_progress(self.campaign, day)
        assert sum(sector.units for sector in sectors) == whole.units
        assert whole.units - whole.received == units_without_plan(self.campaign, day).count()
        gone = reasons_gone(self.campaign.rollouts.all(), day)
        kept = self.campaign.rollouts.exclude(pk__in=gone).select_related("grassroots")
        assert self.named(kept) == (whole.received, whole.answered, whole.launched)
        assert standing_of([self.campaign], day).get(self.campaign.pk, (0, 0)) == (whole.units, whole.launched)
        self.check_report(whole, day)

    def named(self, kept):
        """Return how many units list and board name, each with the step it is at."""
        listed, states = self.listed(), {str(row.grassroots): str(row.get_state_display()) for row in kept}
        answered, launched = (self.listed(**{step: "yes"}).keys() for step in ("answered", "launched"))
        assert listed == states
        assert answered == {str(row.grassroots) for row in kept if row.state != "sent"}
        assert launched == {str(row.grassroots) for row in kept if row.launch_accepted_at}
        board = self.sheet(reverse("emulation:campaign-board", args=[self.campaign.pk]), {})
        steps = [str(step.label) for step in (Step.RECEIVED, Step.LAUNCHED)]
        days = {unit: tuple(_day(row[step]) for step in steps) for unit, row in board.items()}
        assert days == {str(row.grassroots): (row.acknowledged_on, row.launched_on) for row in kept}
        return len(listed), len(answered), len(launched)

    def check_report(self, whole, day):
        scope = Scope(self.world.union, YEAR, day)
        figures = figures_of(scope, ["rollout_percent", "local_launch_percent", "launch_turns"])
        shares = {name: figures[name].value or 0 for name in ("rollout_percent", "local_launch_percent")}
        assert shares == {
            "rollout_percent": percent(whole.answered, whole.units),
            "local_launch_percent": percent(whole.launched, whole.units),
        }
        gone = reasons_gone(self.campaign.rollouts.all(), day)
        turns = sum(row.participants for row in Rollout.objects.exclude(pk__in=gone) if row.launch_accepted_at)
        behind = rows_behind(find_indicator("launch_turns"), scope)
        assert (figures["launch_turns"].value or 0, len(behind)) == (turns, whole.launched)
        annex = [row for row in launches(scope).rows if " – " not in str(row[1])]
        assert len(annex) == whole.received


def _day(value):
    """A word stands where the step is not done."""
    return value.date() if isinstance(value, datetime) else None


def walk(place, steps):
    """Return how many steps were taken; the others are refused with a sentence."""
    day, taken = START, 0
    with transaction.atomic():
        for number, step in enumerate(steps, 1):
            day = START + timedelta(days=number)
            try:
                with transaction.atomic():
                    place.act(*step, day)
                    taken += 1
            except ValidationError:
                pass
        place.check(day + timedelta(days=1))
        transaction.set_rollback(True)
    return taken


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Place()
        transaction.set_rollback(True)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_merged_a_dissolved_a_moved_and_a_new_unit_are_counted_alike_everywhere(place, db):
    """`walk` compares page, list, board, figures, drill-down and annex after each step."""
    steps = [("receive", 0, 0), ("launch", 0, 4), ("receive", 1, 0), ("launch", 1, 6), ("receive", 2, 0)]
    steps += [(Kind.MERGE, 1, 0), (Kind.DISSOLVE, 3, 0), (Kind.TRANSFER, 4, 0), ("join", 0, 0)]
    assert walk(place, steps) == len(steps)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=3, max_size=12))
def test_no_sequence_makes_two_pages_count_differently(place, db, steps):
    walk(place, steps)
