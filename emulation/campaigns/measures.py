"""What targets aim at. A feature registers a measure that counts its records by unit; nothing reached is typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from core.registry import Registry
from emulation.campaigns.models import Campaign
from emulation.law.models import Title


@dataclass(frozen=True)
class Measure:
    """`count` returns what is counted in the campaign by the key of the unit; a unit without any may be missing."""

    label: str | Promise
    count: Callable[[Campaign, Title | None], Mapping[int, int]]
    has_title: bool = False


MEASURES: Registry[Measure] = Registry()
"""By code ("local_launches")."""
