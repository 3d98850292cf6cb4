import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.choices import InvitationState
from accounts.invitations.models import Invitation
from accounts.invitations.selectors import invitations_to_chair, may_reset, role_to_reset_by
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.users.models import Role, User
from accounts.users.rules import sign_in_key
from accounts.users.selectors import is_phone_free
from accounts.users.services import (
    appoint,
    check_office_is_free,
    grant_role,
    open_account,
    random_text,
    set_last_day,
)
from core.audit import record
from core.notifications import notify
from core.permissions import require
from core.text import short_date, tidy
from core.workflow import MoveNotAllowed, lock
from unions.access import RoleKind, may_grant
from unions.people.rules import plain_phone
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

LIFETIME = timedelta(days=30)
TOKEN_GROUPS, GROUP_LENGTH = 5, 4  # 99 random bits that can be typed from paper
UNUSED = Q(withdrawn_at__isnull=True, used_at__isnull=True)


def token_digest(token: str) -> str:
    # A plain hash is enough: a token of 99 random bits cannot be guessed.
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
    """Nothing is sent."""
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id if grassroots else None)
    if grassroots:
        check_office_is_free(grassroots, kind, None, since)
    if union:
        check_union_not_dissolved(union)
    values = {"full_name": tidy(full_name), "email": email.strip(), "phone": plain_phone(phone), "since": since}
    return _create_invitation(actor, kind=kind, union=union, grassroots=grassroots, **values)


def check_union_not_dissolved(union: Union) -> None:
    if union.dissolved_on:
        raise MoveNotAllowed(_("The union was dissolved; nobody takes an office in it any more."))


@transaction.atomic
def invite_chairs(
    *, actor: User, units: Sequence[GrassrootsUnion], again: Sequence[GrassrootsUnion] = ()
) -> list[Invitation]:
    """In `again` the new invitation replaces the open one."""
    all_units = (*units, *again)
    keys = [unit.pk for unit in all_units]
    # The units are locked in the same order as in a reorganisation, which prevents deadlocks.
    list(GrassrootsUnion.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
    for invitation in invitations_to_chair(again):
        withdraw_invitation(actor=actor, invitation=invitation)
    kind, today = RoleKind.GRASSROOTS_CHAIR, timezone.localdate()
    return [invite(actor=actor, kind=kind, grassroots=unit, since=today) for unit in all_units]


@transaction.atomic
def invite_to_reset(*, actor: User, user: User) -> Invitation:
    require(actor, may_reset, user)
    role = role_to_reset_by(user)
    if role is None:
        raise ValidationError(_("This account holds no role today; there is nothing to sign in for."))
    withdraw_all(Invitation.objects.filter(account=user), actor=actor, because={"password": "invitation.make"})
    return _create_invitation(
        actor,
        kind=role.kind,
        union=role.union,
        grassroots=role.grassroots,
        since=timezone.localdate(),
        full_name=str(user),
        email=user.email if user.email_proven_at else "",
        phone=user.phone,
        account=user,
    )


def _create_invitation(actor: User, **fields: Any) -> Invitation:
    invitation = Invitation(created_by=actor, expires_at=timezone.now() + LIFETIME, **fields)
    invitation.full_clean()
    invitation.save()
    record("invitation.make", invitation, actor=actor)
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    invitation = lock(invitation)
    require(actor, may_grant, invitation.kind, responsible_union_id=invitation.responsible_union_id)
    check_unused(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    record("invitation.withdraw", invitation, actor=actor)
    return invitation


def check_unused(invitation: Invitation) -> None:
    if invitation.withdrawn_at or invitation.used_at:
        raise MoveNotAllowed(_("This invitation has been used or withdrawn already."))


def withdraw_all(invitations: QuerySet[Invitation], *, actor: User, because: dict[str, str]) -> int:
    """Return how many. The caller checks the permission."""
    # Expired invitations are withdrawn too, because they could be printed again.
    unused = list(invitations.filter(UNUSED).select_for_update(of=("self",)).order_by("pk"))
    for invitation in unused:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record("invitation.withdraw", invitation, actor=actor, detail=because)
    return len(unused)


def withdraw_slips_of(user: User, act: str) -> None:
    """A finder of such a slip could open the account."""
    # Callers do this before they lock the account, in the order in which a slip is used; otherwise both deadlock.
    withdraw_all(Invitation.objects.filter(account=user), actor=user, because={"password": act})


@transaction.atomic
def new_token(*, actor: User, invitation: Invitation, way: str) -> str:
    """Restart the lifetime; `way` is "mail" or "print"."""
    invitation = lock(invitation)
    require(actor, may_grant, invitation.kind, responsible_union_id=invitation.responsible_union_id)
    if invitation.account:
        require(actor, may_reset, invitation.account)
    check_unused(invitation)
    token = "-".join(random_text(GROUP_LENGTH) for _group in range(TOKEN_GROUPS))
    invitation.digest = token_digest(token)  # only the hash is stored: a lost slip is replaced by a new link
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.mailed_at = timezone.now() if way == "mail" else None
    invitation.save()
    record(f"invitation.{way}", invitation, actor=actor)
    return token


def lock_open_invitation(token: str) -> Invitation:
    """Raise MoveNotAllowed unless it is open, as after a double click."""
    invitations = Invitation.objects.filter(digest=token_digest(token))
    # The unit is locked first, as in a reorganisation; otherwise both deadlock.
    unit = GrassrootsUnion.objects.filter(invitations__in=invitations).first()
    if unit:
        lock(unit)
    invitation: Invitation | None = invitations.select_for_update(of=("self",)).first()
    if invitation is None or invitation.state != InvitationState.OPEN:
        raise MoveNotAllowed(_("This invitation has been used or is no longer valid."))
    return invitation


@transaction.atomic
def join(*, token: str, username: str, full_name: str, password: str, phone: str = "", email: str = "") -> User:
    invitation = lock_open_invitation(token)
    user = open_account(
        actor=None,
        username=username,
        full_name=full_name,
        password=password,
        phone=phone,
        email=email,
        **proven_by(invitation, phone=phone, email=email),
    )
    return _grant_offered_role(invitation, user)


def proven_by(invitation: Invitation, *, phone: str, email: str) -> dict[str, datetime]:
    """A link proves the inbox it went to, and the phone that the officer wrote."""
    proven, now = {}, timezone.now()
    if invitation.mailed_at and email and sign_in_key(email) == sign_in_key(invitation.email):
        proven["email_proven_at"] = now
    if invitation.phone and plain_phone(phone) == invitation.phone and is_phone_free(phone):
        proven["phone_proven_at"] = now
    return proven


@transaction.atomic
def take_role(*, token: str, user: User) -> User:
    invitation = lock_open_invitation(token)
    if invitation.account_id:
        raise ValidationError(_("This link sets a new password; please sign out first."))
    if user.pk == invitation.created_by_id:
        raise ValidationError(_("Nobody grants a role to themselves; please ask the administrator."))
    return _grant_offered_role(invitation, user)


def _grant_offered_role(invitation: Invitation, user: User) -> User:
    if invitation.grassroots:
        try:
            check_office_is_free(invitation.grassroots, invitation.kind, user, invitation.since)
        except ValidationError as error:
            raise ValidationError(error.messages) from error  # without field names: the form does not have the fields
    grant_role(
        actor=None,
        user=user,
        kind=invitation.kind,
        since=invitation.since,
        union=invitation.union,
        grassroots=invitation.grassroots,
    )
    return _mark_used(invitation, user)


def _mark_used(invitation: Invitation, user: User) -> User:
    invitation.used_at, invitation.used_by = timezone.now(), user
    invitation.save()
    record("invitation.use", invitation, actor=user)
    return user


@transaction.atomic
def reset_by_invitation(*, token: str, password: str) -> User:
    """All sessions of the account end."""
    invitation = lock_open_invitation(token)
    user, issuer = invitation.account, invitation.created_by
    # The issuer must still have the right: the owner may have become a leader since an officer issued the slip.
    if user is None or not user.is_active or (issuer and not may_reset(issuer, user)):
        raise MoveNotAllowed(_("This invitation has been used or is no longer valid."))
    others = Invitation.objects.filter(account=user).exclude(pk=invitation.pk)
    withdraw_all(others, actor=user, because={"password": "account.reset"})
    user.set_password(password)
    user.password_given_at = None
    user.save(update_fields=["password", "password_given_at"])
    record("account.reset", user, actor=user)
    note_event(EventKind.PASSWORD_CHANGED, user=user, detail="by a slip")
    notify("account.reset_by_slip", [user], actor=issuer, reason=str(issuer or ""))
    return _mark_used(invitation, user)


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
    """Appoint `username` or invite somebody; the present chair's role ends the day before."""
    kind = RoleKind.GRASSROOTS_CHAIR
    grassroots = lock(grassroots)
    require(actor, may_grant, kind, responsible_union_id=grassroots.responsible_union_id)
    _end_present_chair(actor, grassroots, since)
    # The offer of an earlier hand-over that nobody accepted; its day can be moved forward and back.
    offers = Invitation.objects.filter(grassroots=grassroots, kind=kind, account=None)
    for invitation in offers.filter(UNUSED):  # an expired one could be printed again
        withdraw_invitation(actor=actor, invitation=invitation)
    if not username:
        return invite(
            actor=actor, kind=kind, grassroots=grassroots, since=since, full_name=full_name, email=email, phone=phone
        )
    if not User.objects.visible_to(actor).find_by_username(username):
        raise ValidationError({"username": _("No account of your federation has this sign-in name.")})
    return appoint(
        actor=actor, grassroots=grassroots, kind=kind, username=username, full_name="", phone="", since=since
    ).role


def _end_present_chair(actor: User, grassroots: GrassrootsUnion, since: date) -> None:
    roles = Role.objects.held_on_or_after(timezone.localdate())
    chairs = roles.filter(grassroots=grassroots, kind=RoleKind.GRASSROOTS_CHAIR)
    for role in chairs.select_for_update(of=("self",)).order_by("-valid_from"):
        if role.is_to_come:
            message = _("%(name)s takes this office on %(day)s. Please end that role first.")
            raise ValidationError({"since": message % {"name": role.user, "day": short_date(role.valid_from)}})
        if role.valid_from >= since:
            raise ValidationError({"since": _("The present chair began on this day or later.")})
        set_last_day(actor, role, since - timedelta(days=1))
