"""Printing a report takes seconds, so it runs in the background."""

from datetime import date

from core.jobs import Progress, job
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from reports.editions.services import issue_edition, render_edition

PREVIEW, ISSUE = "reports.preview", "reports.issue"


@job(PREVIEW)
def preview(progress: Progress) -> tuple[str, bytes]:
    edition = ReportEdition.objects.visible_to(progress.actor).get(pk=progress.arguments["edition"])
    return f"{edition.union.code}-{edition.year}-draft.pdf", render_edition(edition)


@job(ISSUE)
def issue(progress: Progress) -> None:
    edition = ReportEdition.objects.visible_to(progress.actor).get(pk=progress.arguments["edition"])
    if edition.state == EditionState.ISSUED:  # the job may run twice
        return
    issue_edition(
        edition,
        actor=progress.actor,
        dated_on=date.fromisoformat(progress.arguments["dated_on"]),
        signatory=progress.arguments["signatory"],
    )
