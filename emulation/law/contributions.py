from core.corrections import CORRECTIONS, NotCorrected

REFERENCE_DATA = NotCorrected(
    "reference data: loaded from the reference files; the administrator edits it in the administration, "
    "and old and new values are in the audit log"
)


def register() -> None:
    for name in ("LegalDocument", "LegalRegime", "BaseSalary", "Title", "TitleTerms"):
        CORRECTIONS.register(REFERENCE_DATA, to=f"emulation.{name}")
