from emulation.workflows.campaigns import CAMPAIGN, ROLLOUT
from emulation.workflows.initiatives import INITIATIVE
from emulation.workflows.registrations import REGISTRATION

__all__ = ["CAMPAIGN", "INITIATIVE", "REGISTRATION", "ROLLOUT"]
