from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.invitations.models import Invitation
from accounts.invitations.services import check_unused, new_token
from accounts.lockout.services import TooManyAttempts, begin_attempt
from accounts.users.models import User
from accounts.users.proofs import proof_of
from core.choices import JobPriority
from core.jobs import RunningJob, background_job, enqueue
from core.links import absolute_url
from core.models import Job
from core.permissions import require
from core.qr import qr_data_uri
from core.slips import MOST_AT_ONCE, slips_pdf
from core.text import format_number, short_date
from unions.access import may_grant
from unions.tree.models import Union

SLIPS, MAIL = "unions.invitation_slips", "unions.invitation_mail"
EMAIL_PROOF = "accounts.email_proof"
FILE_NAME = "phieu-moi.pdf"


def join_url(token: str) -> str:
    return absolute_url(f"/join/{token}/")


@transaction.atomic
def send_invitation(*, actor: User, invitation: Invitation) -> None:
    # The worker makes the link, so that the queue never holds it.
    require(actor, may_grant, invitation.kind, responsible_union_id=invitation.responsible_union_id)
    if not invitation.email:
        raise ValidationError(_("This invitation has no e-mail address; please print its slip."))
    check_unused(invitation)
    enqueue(MAIL, invitation=invitation.pk, sender=actor.pk)


@background_job(MAIL, priority=JobPriority.SHORT)
def mail_invitation(job: RunningJob) -> None:
    row = Invitation.objects.for_table().get(pk=job.arguments["invitation"])
    with translation.override(settings.LANGUAGE_CODE):
        try:
            token = new_token(actor=User.objects.get(pk=job.arguments["sender"]), invitation=row, way="mail")
        except ValidationError:  # withdrawn or used in the meantime
            return
        row.refresh_from_db()
        subject = _("Your invitation to the emulation portal")
        send_template_mail(subject, "accounts/invitation_mail.txt", invitation_context(row, token), row.email)


def send_template_mail(subject: str, template: str, context: dict[str, object], to: str) -> None:
    send_mail(subject, render_to_string(template, context), settings.DEFAULT_FROM_EMAIL, [to])


def send_email_proof(user: User) -> None:
    """The worker makes the link."""
    if user.email and not user.email_proven_at:
        enqueue(EMAIL_PROOF, user=user.pk)


@background_job(EMAIL_PROOF, priority=JobPriority.SHORT)
def mail_email_proof(job: RunningJob) -> None:
    user = (
        User.objects.filter(pk=job.arguments["user"], is_active=True, email_proven_at=None).exclude(email="").first()
    )
    if user is None:
        return
    try:
        begin_attempt("email proof", name=str(user.pk), address="", device="inbox")
    except TooManyAttempts:
        return
    with translation.override(settings.LANGUAGE_CODE):
        address = absolute_url(f"/contact/email/{proof_of(user)}/")
        context = {"name": str(user), "username": user.username, "address": address}
        send_template_mail(
            _("Your e-mail address in the emulation portal"), "accounts/email_proof.txt", context, user.email
        )


def invitation_context(invitation: Invitation, token: str) -> dict[str, object]:
    return {
        "name": invitation.full_name,
        "role": invitation.get_kind_display(),
        "place": str(invitation.place or ""),
        "issuer": str(_issuing_union(invitation) or ""),
        "address": join_url(token),
        "until": short_date(timezone.localtime(invitation.expires_at)),
        "is_reset": invitation.account_id is not None,
        "username": invitation.account.username if invitation.account else "",
    }


def _issuing_union(invitation: Invitation) -> Union | None:
    if invitation.union:
        return invitation.union
    responsible_id = invitation.responsible_union_id
    return Union.objects.filter(pk=responsible_id).first() if responsible_id else None


def invitations_pdf(*, actor: User, invitations: Sequence[Invitation]) -> bytes:
    """Earlier links of the invitations stop working."""
    slips = []
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        for invitation in invitations:
            token = new_token(actor=actor, invitation=invitation, way="print")
            invitation.refresh_from_db()
            slips.append({**invitation_context(invitation, token), "qr": qr_data_uri(join_url(token))})
        return slips_pdf("documents/invitation_slips.html", _("Invitations"), slips)


def print_slips(*, actor: User, invitations: Sequence[Invitation]) -> bytes | Job:
    """More than MOST_AT_ONCE are made by a job."""
    if len(invitations) <= MOST_AT_ONCE:
        return invitations_pdf(actor=actor, invitations=invitations)
    name = _("Invitations for %(count)s units") % {"count": format_number(len(invitations))}
    return enqueue(SLIPS, name=name, actor=actor, invitations=[invitation.pk for invitation in invitations])


@background_job(SLIPS, priority=JobPriority.PAPER)
def slips_job(job: RunningJob) -> tuple[str, bytes]:
    rows = Invitation.objects.visible_to(job.actor).filter(pk__in=job.arguments["invitations"])
    unused = [row for row in rows.for_table().order_by("pk") if not row.used_at and not row.withdrawn_at]
    job.report_progress(0, len(unused))
    # If the job runs twice, the second run replaces the links of the first.
    pdf = invitations_pdf(actor=job.actor, invitations=unused)
    job.report_progress(len(unused), len(unused))
    return FILE_NAME, pdf
