"""What only the machine can tell: is all there that the portal needs beside its Python packages?"""

import ctypes
import ctypes.util
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

_SUBSETTER = "libharfbuzz-subset.so.0"


@checks.register()
def fonts_can_be_subset(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[checks.CheckMessage]:
    """Asked of the system and not of WeasyPrint, which a web process never loads."""
    return [] if _can_be_loaded(_SUBSETTER) else [_subsetter_missing()]


def _can_be_loaded(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return ctypes.util.find_library("harfbuzz-subset") is not None
    return True


def _subsetter_missing() -> checks.Warning:
    return checks.Warning(
        "The library harfbuzz-subset is missing: every PDF takes ten times as long to make.",
        hint="Install the package libharfbuzz-subset0 (Debian, Ubuntu) beside libpango.",
        id="core.W001",
    )
