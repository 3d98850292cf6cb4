"""Printing a report takes seconds."""

from datetime import date

from core.choices import JobPriority
from core.documents.formats import document_file
from core.jobs import RunningJob, background_job
from reports.editions.choices import EditionState
from reports.editions.models import ReportEdition
from reports.editions.services.issuing import edition_document, issue_edition

PREVIEW, ISSUE = "reports.preview", "reports.issue"


@background_job(PREVIEW, priority=JobPriority.PREVIEW)
def preview(job: RunningJob) -> tuple[str, bytes]:
    edition = ReportEdition.objects.visible_to(job.actor).get(pk=job.arguments["edition"])
    kind = job.arguments["file_format"]
    content = document_file(edition_document(edition), kind)
    return f"{edition.union.code}-{edition.year}-draft.{kind}", content


@background_job(ISSUE, priority=JobPriority.PAPER)
def issue(job: RunningJob) -> None:
    edition = ReportEdition.objects.visible_to(job.actor).get(pk=job.arguments["edition"])
    if edition.state == EditionState.ISSUED:  # the job may run twice
        return
    issue_edition(
        edition,
        actor=job.actor,
        dated_on=date.fromisoformat(job.arguments["dated_on"]),
        number=job.arguments["number"],
    )
