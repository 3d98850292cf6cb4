from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.choices import InvitationState
from accounts.users.models import User
from core.links import object_url
from core.scoping import ScopedQuerySet
from unions.access import AT_GRASSROOTS, AT_UNION, STAFF, PortalUser, RoleKind
from unions.tree.models import Union
from unions.units.models import Affiliation, GrassrootsUnion

WITHDRAWN, USED = Q(withdrawn_at__isnull=False), Q(used_at__isnull=False)


class InvitationQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        if not user.access.holds_any(STAFF):
            return self.none()
        units = Affiliation.objects.filter(union__in=user.access.branch).open_ended().values("grassroots")
        return self.filter(Q(union__in=user.access.branch) | Q(grassroots__in=units))

    def for_table(self) -> Self:
        return self.select_related("union", "grassroots", "account")

    def in_state(self, state: str, now: datetime | None = None) -> Self:
        expired = Q(expires_at__lte=now or timezone.now())  # the state is computed, not stored
        conditions = {
            InvitationState.WITHDRAWN: WITHDRAWN,
            InvitationState.USED: USED,
            InvitationState.EXPIRED: ~WITHDRAWN & ~USED & expired,
            InvitationState.OPEN: ~WITHDRAWN & ~USED & ~expired,
        }
        return self.filter(conditions[InvitationState(state)])


class Invitation(models.Model):
    """An offer of a role or, with `account`, of a new password."""

    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)
    union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="invitations")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, null=True, blank=True, related_name="invitations")
    account = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="password_invitations")
    full_name = models.CharField(_("full name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    since = models.DateField(_("holds the role since"))
    # Whoever has the link can use it, so it works once, expires, and is stored as a hash only.
    digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 unique, if known
    expires_at = models.DateTimeField(_("valid until"))
    # Set while the link in force is one that went to `email`: whoever uses it reads that inbox.
    mailed_at = models.DateTimeField(_("sent by e-mail at"), null=True, editable=False)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    used_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("invited at"), auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    STATE_TONES = {"open": "info", "used": "good", "expired": "warn", "withdrawn": "neutral"}

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_has_its_place",
                condition=Q(kind__in=sorted(AT_UNION), union__isnull=False, grassroots__isnull=True)
                | Q(kind__in=sorted(AT_GRASSROOTS), union__isnull=True, grassroots__isnull=False)
                | Q(kind=RoleKind.ADMIN, union__isnull=True, grassroots__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_invitation_used_by_somebody",
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
            ),
            models.CheckConstraint(
                name="accounts_invitation_used_or_withdrawn",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name or self.get_kind_display()} – {self.place or '–'}"

    def get_absolute_url(self) -> str:
        return object_url("accounts:invitation", self.pk)

    @property
    def place(self) -> Union | GrassrootsUnion | None:
        return self.union or self.grassroots

    @property
    def responsible_union_id(self) -> int | None:
        return self.grassroots.responsible_union_id if self.grassroots else None

    @property
    def state(self) -> InvitationState:
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        if self.used_at:
            return InvitationState.USED
        return InvitationState.EXPIRED if self.expires_at <= timezone.now() else InvitationState.OPEN

    def get_state_display(self) -> str:
        return str(self.state.label)
