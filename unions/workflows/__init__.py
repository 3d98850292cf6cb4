from unions.workflows.reorganisation import REORGANISATION

__all__ = ["REORGANISATION"]
