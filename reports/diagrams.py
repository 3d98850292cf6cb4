from collections.abc import Iterable

from django.utils.translation import override

from accounts.mailing.workflow import MAIL
from awards.decisions.workflow import DECISION
from awards.nominations.workflow import NOMINATION
from awards.received.workflow import RECEIVED_AWARD
from awards.sessions.workflow import SESSION
from core.workflow import Move, Workflow, never
from emulation.campaigns.workflow import CAMPAIGN, ROLLOUT
from emulation.contests.workflow import CONTEST_ENTRY, EXTERNAL_RESULT
from emulation.initiatives.workflow import INITIATIVE
from emulation.registrations.workflow import REGISTRATION
from emulation.works.workflow import WORK
from reports.editions.workflow import EDITION
from restructuring.workflow import REORGANISATION
from unions.duplicates.workflow import DUPLICATE_CANDIDATE

WORKFLOWS = (
    CAMPAIGN,
    ROLLOUT,
    REGISTRATION,
    INITIATIVE,
    WORK,
    CONTEST_ENTRY,
    EXTERNAL_RESULT,
    NOMINATION,
    SESSION,
    DECISION,
    RECEIVED_AWARD,
    EDITION,
    REORGANISATION,
    DUPLICATE_CANDIDATE,
    MAIL,
)
HEAD = """# Workflows

Written by `manage.py workflows` from the tables in the code; a test holds this page to them. The last column names
earlier acts on a row: whoever made one of them, also in a round before, does not make the move. `create` is whoever
the row names as its author; the other acts are read from the audit log.
"""
COLUMNS = ("move", "what the button says", "from", "to", "asks for a reason", "not by whoever made")


def workflows_page() -> str:
    """Return docs/workflows.md."""
    with override("en"):
        return "\n".join([HEAD, *(line for workflow in WORKFLOWS for line in _section(workflow))]) + "\n"


def _section(workflow: Workflow) -> Iterable[str]:
    yield f"## {workflow.code}\n"
    yield "```mermaid\nstateDiagram-v2"
    for move in workflow.moves:
        yield from (f"    {source} --> {move.target}: {move.name}" for source in sorted(move.sources))
    yield "```\n"
    yield from (f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|")
    for move in workflow.moves:
        yield f"| {' | '.join(_cells(move))} |"
    yield ""
    if workflow.besides:
        yield f"{workflow.besides}\n"


def _cells(move: Move) -> Iterable[str]:
    yield from (move.name, str(move.label), ", ".join(sorted(move.sources)), move.target)
    yield "yes" if move.needs_reason else "where a warning is open" if move.asks_reason is not never else ""
    yield ", ".join(move.not_by) or (f"(alone: {move.alone_because})" if move.alone_because else "")
