from core.choices import ConfirmationState
from core.models import Confirmable


def unconfirmed(row: Confirmable) -> list[str]:
    """Return the state of a row that is not counted yet."""
    return [] if row.state == ConfirmationState.CONFIRMED else [str(row.get_state_display())]
