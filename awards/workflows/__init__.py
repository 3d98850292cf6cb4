from awards.workflows.decision import DECISION
from awards.workflows.nomination import NOMINATION
from awards.workflows.session import SESSION

__all__ = ["DECISION", "NOMINATION", "SESSION"]
