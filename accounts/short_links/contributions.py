from core.corrections import CORRECTIONS, NotCorrected


def register() -> None:
    CORRECTIONS.register(NotCorrected("made by the portal; it ends by itself"), to="accounts.ShortLink")
