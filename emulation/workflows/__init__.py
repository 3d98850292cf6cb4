from emulation.workflows.initiatives import INITIATIVE

__all__ = ["INITIATIVE"]
