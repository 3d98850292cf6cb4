"""Papers made: a decision, its certificates. More than a few are printed in the background."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards.models import Award, Certificate, Decision, Session
from awards.selectors.awards import certificates_of
from awards.selectors.payloads import certificates_payload, decision_payload, emblem_as_signed, minutes_payload
from awards.services.issue import log_printing
from core.jobs import Progress, job, start
from core.models import Job
from core.pdf import render_pdf

AT_ONCE = 10
"""So many certificates are made while the person waits; more become a job."""
KIND = "certificates"


def decision_pdf(decision: Decision) -> bytes:
    return render_pdf("documents/decision.html", decision_payload(decision))


def minutes_pdf(session: Session) -> bytes:
    return render_pdf("documents/minutes.html", minutes_payload(session))


def certificates_pdf(decision: Decision, awards: QuerySet[Award] | None = None) -> bytes:
    """Every certificate of an issued decision, or those of `awards`, one to a page in the order of the golden book.

    Raises ValidationError where there is none.
    """
    return _render(certificates_of(decision, awards), decision)


def _render(certificates: QuerySet[Certificate], decision: Decision) -> bytes:
    found = list(certificates)
    if not found:
        raise ValidationError(_("This decision has no certificates to print."))
    return render_pdf("documents/certificate.html", certificates_payload(found, decision.symbol))


def certificates_name(decision: Decision) -> str:
    return f"giay-khen-{decision.series_year}-{decision.number:02d}.pdf"


@transaction.atomic
def print_certificates(decision: Decision, *, actor: Any) -> bytes | Job:
    """Note the printing and make the sheets: at once if they are few, else as a job that hands them over.

    Nothing is noted where a lost logo would stop the job.
    """
    count = certificates_of(decision).count()
    log_printing(actor=actor, decision=decision, count=count)
    emblem_as_signed(decision)
    if count <= AT_ONCE:
        return certificates_pdf(decision)
    name = _("Certificates of decision %(number)s") % {"number": decision.symbol}
    return start(KIND, name=name, actor=actor, decision=decision.pk)


@job(KIND)
def print_job(progress: Progress) -> tuple[str, bytes]:
    """Make the sheets of the decision named in the arguments, as far as the person who asked may see it."""
    decision = Decision.objects.visible_to(progress.actor).get(pk=progress.arguments["decision"])
    total = certificates_of(decision).count()
    progress.say(0, total)
    made = certificates_pdf(decision)
    progress.say(total, total)
    return certificates_name(decision), made
