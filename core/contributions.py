from core import checks  # noqa: F401 registers the system checks
from core.frozen import Freeze, never_deleted

FREEZES = (
    Freeze("core_auditentry_no_update", "core_auditentry", "UPDATE", "1 = 1"),
    never_deleted("core_auditentry"),
)


def register() -> None:
    pass
