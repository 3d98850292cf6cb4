from emulation.eligibility.models.assessments import Assessment, Verdict
from emulation.eligibility.models.parameters import RuleParameter

__all__ = ["Assessment", "RuleParameter", "Verdict"]
