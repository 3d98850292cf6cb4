from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.certificates.documents import certificates_payload, signed_emblem
from awards.decisions.choices import DecisionState
from awards.decisions.models import Award, Certificate, CertificatePrint, Decision
from awards.decisions.rules import may_print
from awards.decisions.selectors import certificates_of
from core.audit import record
from core.choices import JobPriority
from core.jobs import RunningJob, background_job, enqueue
from core.models import Job
from core.pdf import render_pdf

MAX_IN_REQUEST = 10  # more certificates than this are printed by a background job
JOB_KIND = "certificates"


def certificates_pdf(decision: Decision, awards: QuerySet[Award] | None = None, *, extract_of: int = 0) -> bytes:
    """One certificate a page in golden-book order; `extract_of` is the whole number that a preview names.

    Raises ValidationError where there is none.
    """
    certificates: list[Certificate] = list(certificates_of(decision, awards))
    if not certificates:
        raise ValidationError(_("This decision has no certificates to print."))
    return render_pdf(
        "documents/certificate.html", certificates_payload(certificates, decision.symbol, extract_of=extract_of)
    )


def certificates_name(decision: Decision) -> str:
    return f"giay-khen-{decision.series_year}-{decision.number:02d}.pdf"


@transaction.atomic
def print_certificates(decision: Decision, *, actor: User) -> bytes | Job:
    count = certificates_of(decision).count()
    record_printing(actor=actor, decision=decision, count=count)
    signed_emblem(decision)  # a lost logo would stop the job: it rolls the record back here already
    if count <= MAX_IN_REQUEST:
        return certificates_pdf(decision)
    name = _("Certificates of decision %(number)s") % {"number": decision.symbol}
    return enqueue(JOB_KIND, name=name, actor=actor, decision=decision.pk)


@background_job(JOB_KIND, priority=JobPriority.PAPER)
def print_job(job: RunningJob) -> tuple[str, bytes]:
    decision = Decision.objects.visible_to(job.actor).get(pk=job.arguments["decision"])
    total = certificates_of(decision).count()
    job.report_progress(0, total)
    pdf = certificates_pdf(decision)
    job.report_progress(total, total)
    return certificates_name(decision), pdf


@transaction.atomic
def record_printing(*, actor: User, decision: Decision, count: int) -> CertificatePrint:
    if not may_print(actor, decision):
        raise PermissionDenied
    if decision.state != DecisionState.ISSUED or count < 1:
        raise ValidationError(_("This decision has no certificates to print."))
    printing = CertificatePrint.objects.create(decision=decision, count=count, printed_by=actor)
    record("decision.print", decision, actor=actor, detail={"count": count})
    return printing
