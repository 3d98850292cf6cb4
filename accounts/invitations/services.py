"""Invitations made, withdrawn, taken up; a chair's office handed over."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.choices import InvitationState
from accounts.invitations.models import Invitation
from accounts.invitations.selectors import may_reset, role_to_reset_by
from accounts.users.models import Role, User
from accounts.users.services import (
    READABLE,
    appoint,
    check_office_is_free,
    grant_role,
    held_after,
    open_account,
    set_last_day,
)
from core.audit import record
from core.permissions import require
from core.text import short_date, tidy
from core.workflow import lock
from unions.access import RoleKind, may_grant
from unions.people.rules import plain_phone
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

LIFETIME = timedelta(days=30)
GROUPS, LETTERS = 5, 4  # 99 random bits that can be typed from paper


def responsible_union_of(invitation: Invitation) -> int | None:
    """Return the union whose officer may hand this out."""
    return invitation.grassroots.responsible_union_id if invitation.grassroots else None


def digest_of(token: str) -> str:
    """A plain hash: nobody guesses a hundred random bits, so none of them need be slow."""
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    actor: User,
    kind: str,
    since: date,
    full_name: str = "",
    email: str = "",
    phone: str = "",
    union: Union | None = None,
    grassroots: GrassrootsUnion | None = None,
) -> Invitation:
    """Offer a role; nothing is sent yet. Raises ValidationError where a unit would have two chairs."""
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id if grassroots else None)
    if grassroots:
        check_office_is_free(grassroots, kind, None, since)
    if union:
        check_union_lives(union)
    facts = {"full_name": tidy(full_name), "email": email.strip(), "phone": plain_phone(phone), "since": since}
    return _entered(actor, kind=kind, union=union, grassroots=grassroots, **facts)


def check_union_lives(union: Union) -> None:
    """Raise ValidationError for a dissolved union: nobody takes an office in it any more."""
    if union.dissolved_on:
        raise ValidationError(_("The union was dissolved; nobody takes an office in it any more."), code="stale")


@transaction.atomic
def invite_to_reset(*, actor: User, user: User) -> Invitation:
    """Offer the owner of an account a new password: the way for who has no e-mail."""
    require(actor, may_reset, user)
    role = role_to_reset_by(user)
    if role is None:
        raise ValidationError(_("This account holds no role today; there is nothing to sign in for."))
    facts = {"full_name": str(user), "email": user.email, "phone": user.phone, "account": user}
    withdraw_all(Invitation.objects.filter(account=user), actor=actor, because={"password": "invitation.make"})
    return _entered(
        actor, kind=role.kind, union=role.union, grassroots=role.grassroots, since=timezone.localdate(), **facts
    )


def _entered(actor: User, **facts: Any) -> Invitation:
    invitation = Invitation(created_by=actor, expires_at=timezone.now() + LIFETIME, **facts)
    invitation.full_clean()
    invitation.save()
    record("invitation.make", invitation, actor=actor)
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Make an open invitation worthless."""
    invitation = lock(invitation)
    require(actor, may_grant, invitation.kind, responsible_union_id=responsible_union_of(invitation))
    if invitation.withdrawn_at or invitation.used_at:
        raise ValidationError(_("This invitation has been used or withdrawn already."), code="stale")
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    record("invitation.withdraw", invitation, actor=actor)
    return invitation


def withdraw_all(invitations: QuerySet[Invitation], *, actor: User, because: dict[str, str]) -> int:
    """Withdraw what nobody has used of `invitations` in the caller's transaction, who has asked for permission.

    An invitation does not outlive what it invites to, and an expired one could be printed again.
    Return how many there were.
    """
    ends = Q(withdrawn_at__isnull=True, used_at__isnull=True)
    waiting = list(invitations.filter(ends).select_for_update(of=("self",)).order_by("pk"))
    for invitation in waiting:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record("invitation.withdraw", invitation, actor=actor, detail=because)
    return len(waiting)


@transaction.atomic
def new_token(*, actor: User, invitation: Invitation, way: str) -> str:
    """Return a new link for an invitation and begin its time anew; a link given before is dead.

    Only the hash is kept: who loses the slip gets another one, with another link.
    """
    invitation = lock(invitation)
    require(actor, may_grant, invitation.kind, responsible_union_id=responsible_union_of(invitation))
    if invitation.account:
        require(actor, may_reset, invitation.account)
    if invitation.withdrawn_at or invitation.used_at:
        raise ValidationError(_("This invitation has been used or withdrawn already."), code="stale")
    token = "-".join("".join(secrets.choice(READABLE) for _letter in range(LETTERS)) for _group in range(GROUPS))
    invitation.digest = digest_of(token)
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.save()
    record(f"invitation.{way}", invitation, actor=actor)
    return token


def open_invitation(token: str) -> Invitation:
    """Return the invitation behind a link, locked and open; the second of two clicks finds it used.

    Its unit is locked first, as whoever reorganises units does: two that wait for each other would both fail.
    """
    behind = Invitation.objects.filter(digest=digest_of(token))
    unit = GrassrootsUnion.objects.filter(invitations__in=behind).first()
    if unit:
        lock(unit)
    invitation: Invitation | None = behind.select_for_update(of=("self",)).first()
    if invitation is None or invitation.state != InvitationState.OPEN:
        raise ValidationError(_("This invitation has been used or is no longer valid."), code="stale")
    return invitation


@transaction.atomic
def join(*, token: str, username: str, full_name: str, password: str, phone: str = "", email: str = "") -> User:
    """Open the account of the invited with the role that was offered."""
    invitation = open_invitation(token)
    facts = {"username": username, "full_name": full_name, "phone": phone, "email": email}
    user = open_account(actor=None, password=password, **facts)
    return _taken(invitation, user)


@transaction.atomic
def take_role(*, token: str, user: User) -> User:
    """Give the offered role to an account that exists; its owner holds the link and is signed in."""
    invitation = open_invitation(token)
    if invitation.account_id:
        raise ValidationError(_("This link sets a new password; please sign out first."))
    if user.pk == invitation.created_by_id:
        raise ValidationError(_("Nobody grants a role to themselves; please ask the administrator."))
    return _taken(invitation, user)


def _taken(invitation: Invitation, user: User) -> User:
    if invitation.grassroots:
        _check_still_free(invitation, user)
    grant_role(
        actor=None,
        user=user,
        kind=invitation.kind,
        since=invitation.since,
        union=invitation.union,
        grassroots=invitation.grassroots,
    )
    return _used(invitation, user)


def _check_still_free(invitation: Invitation, user: User) -> None:
    """The office may have been given away since; said on top, for the form has no field for it."""
    try:
        check_office_is_free(invitation.grassroots, invitation.kind, user, invitation.since)  # type: ignore[arg-type]
    except ValidationError as taken:
        raise ValidationError(taken.messages) from taken


def _used(invitation: Invitation, user: User) -> User:
    invitation.used_at, invitation.used_by = timezone.now(), user
    invitation.save()
    record("invitation.use", invitation, actor=user)
    return user


@transaction.atomic
def reset_by_invitation(*, token: str, password: str) -> User:
    """Set the password the owner of the account chose; every session of before ends with the old one.

    Whoever handed the link out must be able to offer it still: an officer's slip does not open the account of a chair
    who has become a leader since.
    """
    invitation = open_invitation(token)
    user, by = invitation.account, invitation.created_by
    if user is None or not user.is_active or (by and not may_reset(by, user)):
        raise ValidationError(_("This invitation has been used or is no longer valid."), code="stale")
    others = Invitation.objects.filter(account=user).exclude(pk=invitation.pk)
    withdraw_all(others, actor=user, because={"password": "account.reset"})
    user.set_password(password)
    user.save(update_fields=["password"])
    record("account.reset", user, actor=user)
    return _used(invitation, user)


@transaction.atomic
def hand_over_chair(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    since: date,
    username: str = "",
    full_name: str = "",
    email: str = "",
    phone: str = "",
) -> Role | Invitation:
    """End the old chair's role the day before `since`; appoint the account named, or invite who has none.

    A day set by an earlier hand-over to an invitation that nobody took up is moved, to and fro.
    """
    kind = RoleKind.GRASSROOTS_CHAIR
    grassroots = lock(grassroots)
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id)
    held = Role.objects.filter(held_after(timezone.localdate()), grassroots=grassroots, kind=kind)
    for role in held.select_for_update(of=("self",)).order_by("-valid_from"):
        if role.is_to_come:
            said = _("%(name)s takes this office on %(day)s. Please end that role first.")
            raise ValidationError({"since": said % {"name": role.user, "day": short_date(role.valid_from)}})
        if role.valid_from >= since:
            raise ValidationError({"since": _("The present chair began on this day or later.")})
        set_last_day(actor, role, since - timedelta(days=1))
    waiting = Invitation.objects.filter(grassroots=grassroots, kind=kind, account=None)
    for earlier in waiting.filter(used_at=None, withdrawn_at=None):  # an expired one could be printed again
        withdraw_invitation(actor=actor, invitation=earlier)
    if username:
        if not User.objects.visible_to(actor).called(username):
            raise ValidationError({"username": _("No account of your federation has this sign-in name.")})
        return appoint(
            actor=actor, grassroots=grassroots, kind=kind, username=username, full_name="", phone="", since=since
        ).role
    return invite(
        actor=actor, kind=kind, grassroots=grassroots, since=since, full_name=full_name, email=email, phone=phone
    )


def withdraw_slips_of(user: User, act: str) -> None:
    """A slip that nobody has used would open the account to whoever finds it, or reads the inbox that was left.

    Before the account is written, as whoever uses a slip does: two that wait for each other would both fail.
    """
    withdraw_all(Invitation.objects.filter(account=user), actor=user, because={"password": act})
