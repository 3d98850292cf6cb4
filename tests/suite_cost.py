"""Prints what the suite costs: the processor seconds of a test on average, and the twenty dearest tests.

Processor time counts, not the clock: a machine may be busy. What a fixture builds for a module is charged to the
first test that asks for it.
"""

import time
from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest

DEAREST = 20


class SuiteCost:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.started = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None, Any, Any]:
        self.started = time.process_time()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, Any, Any]:
        self.started = time.process_time()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, Any, Any]:
        self.started = time.process_time()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        report.processor_seconds = time.process_time() - self.started  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += getattr(report, "processor_seconds", 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.seconds:
            return
        total = sum(self.seconds.values())
        terminalreporter.section("cost in processor seconds")
        for test, seconds in sorted(self.seconds.items(), key=lambda pair: -pair[1])[:DEAREST]:
            terminalreporter.write_line(f"{seconds:8.2f}  {test}")
        terminalreporter.write_line(
            f"{total / len(self.seconds):8.3f}  average of {len(self.seconds)} tests, {total:.0f} in all"
        )
