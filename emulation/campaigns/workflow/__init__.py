from emulation.campaigns.workflow.campaigns import (
    CAMPAIGN,
    check_attachable,
    check_attachment_open,
    check_correctable,
    check_review_day,
)
from emulation.campaigns.workflow.rollouts import DECISIONS, FILES, ROLLOUT, TAKE_BACKS

__all__ = [
    "CAMPAIGN",
    "DECISIONS",
    "FILES",
    "ROLLOUT",
    "TAKE_BACKS",
    "check_attachable",
    "check_attachment_open",
    "check_correctable",
    "check_review_day",
]
