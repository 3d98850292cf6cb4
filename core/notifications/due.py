from collections.abc import Callable
from datetime import date

from core.registry import Registry

DUE_MESSAGES: Registry[Callable[[date], None]] = Registry()
"""Called with a day, several times: tells by `notify` what is due and names its `matter`, so that it is told once."""
