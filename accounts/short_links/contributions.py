from core.corrections import CORRECTIONS, NotCorrected
from core.nightly import NIGHTLY


def register() -> None:
    CORRECTIONS.register(NotCorrected("made by the portal; it ends by itself"), to="accounts.ShortLink")
    NIGHTLY.register("clear_short_links")
