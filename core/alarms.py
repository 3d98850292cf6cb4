"""Alarms about altered records and files, and about viruses."""

import logging
from collections.abc import Callable
from typing import NamedTuple

from core.registry import Registry

logger = logging.getLogger(__name__)


VIRUS = "virus"


class Alarm(NamedTuple):
    about: str  # the label of a model, or VIRUS
    record: str  # label, key and field: a file's name may be a person's; the name of the virus


ALARMS: Registry[Callable[[Alarm], None]] = Registry()


def raise_alarm(about: str, record: str, problem: str) -> None:
    logger.error("%s", problem)
    for listener in ALARMS.items():
        listener(Alarm(about, record))
