from core.corrections import CORRECTIONS
from emulation.eligibility.parameter_files import load_rules
from emulation.law.contributions import REFERENCE_DATA
from emulation.law.services import MORE_REFERENCE


def register() -> None:
    MORE_REFERENCE.register(load_rules)
    CORRECTIONS.register(REFERENCE_DATA, to="emulation.RuleParameter")
