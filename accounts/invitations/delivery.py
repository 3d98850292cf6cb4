"""What leaves the portal for an inbox or a printer: invitations as mails and slips, the mail for a lost password."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.invitations.models import Invitation
from accounts.invitations.selectors import invitations_to_chair
from accounts.invitations.services import invite, new_token, responsible_union_of, withdraw_invitation
from accounts.users.models import User
from core.jobs import RunningJob, background_job, enqueue
from core.models import Job
from core.pdf import render_pdf
from core.permissions import require
from core.qr import qr_data_uri
from core.text import format_number, short_date
from unions.access import RoleKind, may_grant
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

AT_ONCE = 40
"""Ten sheets of paper are there before one has reached for them."""
SLIPS, MAIL, RESET = "unions.invitation_slips", "unions.invitation_mail", "unions.password_mail"
FILE_NAME = "phieu-moi.pdf"


def address_of(token: str) -> str:
    return f"{settings.BASE_URL}/join/{token}/"


@transaction.atomic
def send_invitation(*, actor: User, invitation: Invitation) -> None:
    """Have the invitation mailed; the link is made by the worker, so that no queue holds it."""
    require(actor, may_grant, invitation.kind, responsible_union_id=responsible_union_of(invitation))
    if not invitation.email:
        raise ValidationError(_("This invitation has no e-mail address; please print its slip."))
    if invitation.used_at or invitation.withdrawn_at:
        raise ValidationError(_("This invitation has been used or withdrawn already."), code="stale")
    enqueue(MAIL, invitation=invitation.pk, sender=actor.pk)


@background_job(MAIL)
def mail_invitation(job: RunningJob) -> None:
    """Make a link and mail it. What was withdrawn or used in between is not sent."""
    offered = Invitation.objects.for_table().get(pk=job.arguments["invitation"])
    with translation.override(settings.LANGUAGE_CODE):
        try:
            token = new_token(actor=User.objects.get(pk=job.arguments["sender"]), invitation=offered, way="mail")
        except ValidationError:
            return
        offered.refresh_from_db()
        context = _words(offered, token)
        subject = _("Your invitation to the emulation portal")
        _mail(subject, "accounts/invitation_mail.txt", context, offered.email)


def _mail(subject: str, template: str, context: dict[str, Any], to: str) -> None:
    send_mail(subject, render_to_string(template, context), settings.DEFAULT_FROM_EMAIL, [to])


def _words(invitation: Invitation, token: str) -> dict[str, Any]:
    """What mail and slip say alike."""
    return {
        "name": invitation.full_name,
        "role": invitation.get_kind_display(),
        "place": str(invitation.place or ""),
        "issuer": str(_issuer(invitation) or ""),
        "address": address_of(token),
        "until": short_date(timezone.localtime(invitation.expires_at)),
        "is_reset": invitation.account_id is not None,
        "username": invitation.account.username if invitation.account else "",
    }


def _issuer(invitation: Invitation) -> Union | None:
    if invitation.union:
        return invitation.union
    responsible = responsible_union_of(invitation)
    return Union.objects.filter(pk=responsible).first() if responsible else None


def slips_pdf(*, actor: User, invitations: Sequence[Invitation]) -> bytes:
    """Make a new link for each invitation and print it: four slips to a sheet, to be cut."""
    slips = []
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        for invitation in invitations:
            token = new_token(actor=actor, invitation=invitation, way="print")
            invitation.refresh_from_db()
            slips.append({**_words(invitation, token), "qr": qr_data_uri(address_of(token))})
        sheets = [slips[at : at + 4] for at in range(0, len(slips), 4)]
        return render_pdf("documents/invitation_slips.html", {"title": _("Invitations"), "sheets": sheets})


def print_slips(*, actor: User, invitations: Sequence[Invitation]) -> bytes | Job:
    """Return the slips if they are few, else the job that makes them."""
    if len(invitations) <= AT_ONCE:
        return slips_pdf(actor=actor, invitations=invitations)
    name = _("Invitations for %(count)s units") % {"count": format_number(len(invitations))}
    return enqueue(SLIPS, name=name, actor=actor, invitations=[invitation.pk for invitation in invitations])


@background_job(SLIPS)
def slips_job(job: RunningJob) -> tuple[str, bytes]:
    """Print the invitations named in the arguments; a second run makes the links of the first worthless."""
    wanted = Invitation.objects.visible_to(job.actor).filter(pk__in=job.arguments["invitations"])
    still = [each for each in wanted.for_table().order_by("pk") if not each.used_at and not each.withdrawn_at]
    job.say(0, len(still))
    made = slips_pdf(actor=job.actor, invitations=still)
    job.say(len(still), len(still))
    return FILE_NAME, made


@transaction.atomic
def invite_chairs(
    *, actor: User, units: Sequence[GrassrootsUnion], again: Sequence[GrassrootsUnion] = ()
) -> list[Invitation]:
    """Invite the chair of each unit, known by the office alone: the slip is handed to whoever holds it.

    Units named `again` have an open invitation, which the new one replaces.
    """
    kind, today = RoleKind.GRASSROOTS_CHAIR, timezone.localdate()
    keys = [unit.pk for unit in (*units, *again)]  # locked in one order, as whoever reorganises them does
    list(GrassrootsUnion.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
    for earlier in invitations_to_chair(again):
        withdraw_invitation(actor=actor, invitation=earlier)
    return [invite(actor=actor, kind=kind, grassroots=unit, since=today) for unit in (*units, *again)]


def _link(user: User) -> dict[str, Any]:
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    address = f"{settings.BASE_URL}/password/new/{uid}/{token}/"
    return {"name": str(user), "username": user.username, "address": address}
