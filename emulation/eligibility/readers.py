from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from core.registry import Registry
from unions.access import PortalUser

PRIVATE_VERDICT_READERS: Registry[Callable[[PortalUser], QuerySet[Any, Any]]] = Registry()
"""By the model of a row: user → keys of the rows whose private verdicts the user may read for another reason."""
