"""The workflows as text: the same tables that draw the buttons draw the page of the docs."""

from collections.abc import Iterable

from django.utils.translation import override

from awards.workflows import DECISION, NOMINATION, SESSION
from core.workflow import Workflow
from emulation.workflows import CAMPAIGN, INITIATIVE, REGISTRATION, ROLLOUT
from reports.workflows import EDITION
from unions.workflows import LIKENESS, REORGANISATION

WORKFLOWS = (
    CAMPAIGN,
    ROLLOUT,
    REGISTRATION,
    INITIATIVE,
    NOMINATION,
    SESSION,
    DECISION,
    EDITION,
    REORGANISATION,
    LIKENESS,
)
HEAD = """# Workflows

Written by `manage.py workflows` from the tables in the code; a test holds this page to them.
"""


def workflows_page() -> str:
    """Return the page of the docs: a state diagram and the moves of each workflow, in English."""
    with override("en"):
        return "\n".join([HEAD, *(line for workflow in WORKFLOWS for line in _section(workflow))]) + "\n"


def _section(workflow: Workflow) -> Iterable[str]:
    yield f"## {workflow.code}\n"
    yield "```mermaid\nstateDiagram-v2"
    for move in workflow.moves:
        yield from (f"    {source} --> {move.target}: {move.name}" for source in sorted(move.sources))
    yield "```\n"
    yield "| move | what the button says | from | to | asks for a reason |\n|---|---|---|---|---|"
    for move in workflow.moves:
        asks = "yes" if move.needs_reason else ""
        yield f"| {move.name} | {move.label} | {', '.join(sorted(move.sources))} | {move.target} | {asks} |"
    yield ""
