from unions.workflows.likeness import LIKENESS
from unions.workflows.reorganisation import REORGANISATION

__all__ = ["LIKENESS", "REORGANISATION"]
