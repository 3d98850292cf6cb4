from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from core.registry import Registry
from unions.access import PortalUser

PRIVATE_RECORD_READERS: Registry[Callable[[PortalUser], QuerySet[Any, Any]]] = Registry()
"""user → keys of the people whose discipline and leave the user may read for another reason."""
