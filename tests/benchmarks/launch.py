"""Launching to many units, beside making the same roll-outs and notifications and a bare bulk_create of them."""

import gc
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import transaction

from core.models import Notification
from core.table_statistics import refresh_statistics
from emulation.campaigns.models import Rollout
from emulation.campaigns.services.campaigns import launch_campaign
from emulation.campaigns.services.sending import SENDING, send_plan_now
from tests.benchmarks.measuring import Target
from tests.factories import make_campaign, make_union, make_user
from tests.units_with_chairs import make_units_with_chairs
from unions.units.models import Affiliation, GrassrootsUnion

SIZES = (1_000, 10_000)
MOST = 3.0
MOST_GROWTH = 1.3
ROUNDS = 5
BATCH = 500
HEADING = f"{'units':>7}  {'launch':>9} {'bare':>9} {'ratio':>6} {'per unit':>10}"
YEAR = 2026
Rows = list[dict[str, Any]]


class Launching:
    """One federation whose approved campaign is launched again and again, each time undone."""

    def __init__(self, units: int) -> None:
        self.union = make_union(f"BENCH{units}")
        self.officer = make_user(f"officer{units}", "officer", union=self.union)
        make_units_with_chairs(self.union, units)
        self.campaign = make_campaign(self.union, self.officer, year=YEAR, launched=False, state="approved")
        refresh_statistics(units, GrassrootsUnion, Affiliation)

    def launch(self) -> None:
        launch_campaign(self.campaign, actor=self.officer, launched_on=date(YEAR, 1, 5), send=send_plan_now)

    def rows(self) -> tuple[Rows, Rows]:
        """The roll-outs and notifications of a launch, to be written anew."""
        with transaction.atomic():
            self.launch()
            rollouts = list(Rollout.objects.filter(campaign=self.campaign).values())
            notifications = list(Notification.objects.filter(kind=SENDING).values())
            transaction.set_rollback(True)
        for row in (*rollouts, *notifications):
            del row["id"]
        return rollouts, notifications


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[Target]:
    print(HEADING)
    each = []
    for size in sizes:
        launching = Launching(size)
        rollouts, notifications = launching.rows()
        assert len(rollouts) == len(notifications) == size

        def write_bare(rollouts: Rows = rollouts, notifications: Rows = notifications) -> None:
            Rollout.objects.bulk_create((Rollout(**row) for row in rollouts), batch_size=BATCH)
            Notification.objects.bulk_create((Notification(**row) for row in notifications), batch_size=BATCH)

        launched, bare = in_turns_undone(launching.launch, write_bare)
        each.append(launched / size)
        figures = f"{launched * 1000:6.0f} ms {bare * 1000:6.0f} ms {launched / bare:6.2f}"
        print(f"{size:7_}  {figures} {each[-1] * 1e6:7.0f} µs")
        yield Target(f"launching to {size:_} units beside a bare bulk_create", launched / bare, MOST)
    growth = each[-1] / each[0]
    yield Target(f"time a unit, {sizes[-1]:_} units beside {sizes[0]:_}", growth, MOST_GROWTH)


def in_turns_undone(*ways: Callable[[], object]) -> list[float]:
    """Return the least seconds of each way, measured A B A B …; what it wrote is taken back."""
    spent: list[list[float]] = [[] for _way in ways]
    for _round in range(ROUNDS):
        for times, way in zip(spent, ways, strict=True):
            gc.collect()
            with transaction.atomic():
                start = time.perf_counter()
                way()
                times.append(time.perf_counter() - start)
                transaction.set_rollback(True)
    return [min(times) for times in spent]
