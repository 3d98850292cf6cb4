"""Two ways of the same work, measured in turns in one process; only their ratio is judged."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client

ROUNDS = 15


@dataclass(frozen=True)
class Target:
    name: str
    figure: float
    most: float

    @property
    def is_met(self) -> bool:
        return self.figure <= self.most

    def __str__(self) -> str:
        return f"{'ok' if self.is_met else 'short':5}  {self.name}: {self.figure:.2f} (target {self.most:.2f})"


def get(client: Client, path: str) -> Callable[[], int]:
    """Return a call that asks for the page and gives its size in bytes."""

    def ask() -> int:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return len(answer.content)

    return ask


def in_turns(*ways: Callable[[], object]) -> list[float]:
    """Return the median processor seconds of each way, measured A B A B …"""
    for way in ways:
        way()
    spent: list[list[float]] = [[] for _way in ways]
    for _round in range(ROUNDS):
        for times, way in zip(spent, ways, strict=True):
            gc.collect()
            start = time.process_time()
            way()
            times.append(time.process_time() - start)
    return [statistics.median(times) for times in spent]
