from emulation.eligibility.models.parameters import RuleParameter

__all__ = ["RuleParameter"]
