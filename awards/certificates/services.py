"""Papers made: a decision, its certificates. More than a few are printed in the background."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.users.models import User
from awards.certificates.documents import certificates_payload, emblem_as_signed
from awards.decisions import rules as who
from awards.decisions.choices import DecisionState
from awards.decisions.models import Award, Certificate, CertificatePrint, Decision
from awards.decisions.selectors import certificates_of
from core.audit import record
from core.jobs import Progress, job, start
from core.models import Job
from core.pdf import render_pdf

AT_ONCE = 10
"""So many certificates are made while the person waits; more become a job."""
KIND = "certificates"


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
def print_certificates(decision: Decision, *, actor: User) -> bytes | Job:
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


@transaction.atomic
def log_printing(*, actor: User, decision: Decision, count: int) -> CertificatePrint:
    """Note that certificates of a decision were printed, and how many."""
    if not who.may_print(actor, decision):
        raise PermissionDenied
    if decision.state != DecisionState.ISSUED or count < 1:
        raise ValidationError(_("This decision has no certificates to print."))
    printing = CertificatePrint.objects.create(decision=decision, count=count, printed_by=actor)
    record("decision.print", decision, actor=actor, detail={"count": count})
    return printing
