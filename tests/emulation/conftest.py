from emulation.law.services import load_reference
from tests.shared_rows import shared


@shared
def law(db: None) -> None:
    """Titles and rules as they are shipped."""
    load_reference()
