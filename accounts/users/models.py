"""Accounts and the roles they hold, from one day to another."""

from functools import cached_property
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.rules import account_keys, sign_in_key
from core.dated import Dated, DatedQuerySet
from core.scoping import ScopedQuerySet
from unions.access import AT_GRASSROOTS, AT_UNION, STAFF, Access, PortalUser, RoleKind
from unions.people.models import Person
from unions.tree.models import Union, branch_below
from unions.units.models import Affiliation, GrassrootsUnion


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Administrators see all accounts; staff those with a role in their branch; everybody their own."""
        if not user.is_authenticated:
            return self.none()
        if user.access.holds_any({RoleKind.ADMIN}):
            return self
        reach = Q(roles__union__in=user.access.branch) | Q(
            roles__grassroots__in=GrassrootsUnion.objects.visible_to(user)
        )
        staff = reach if user.access.holds_any(STAFF) else Q(pk__in=[])
        return self.filter(staff | Q(pk=user.pk)).distinct()

    def called(self, typed: str) -> "User | None":
        """Return the account of this sign-in name, in whatever capitals and composition it is typed."""
        return self.filter(username_key=sign_in_key(typed)).first()


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager of accounts, scoped; Django's own doors find and fill the keys like ours."""

    def get_by_natural_key(self, username: str) -> "User":
        user: User | None = self.get_queryset().called(username or "")
        if user is None:
            raise User.DoesNotExist
        return user

    def create_user(self, username: str, email: str | None = None, password: str | None = None, **facts: Any) -> Any:
        return super().create_user(username, email, password, **_with_keys(username, email, facts))

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **facts: Any
    ) -> Any:
        return super().create_superuser(username, email, password, **_with_keys(username, email, facts))


def _with_keys(username: str, email: str | None, facts: dict[str, Any]) -> dict[str, Any]:
    told = {name: facts.get(name, "") for name in ("full_name", "phone")}
    return {**facts, **account_keys(username=username, email=email or "", **told)}


NAME_TAKEN = _("This sign-in name is taken, perhaps in other capitals; please choose another.")


class User(AbstractUser):
    """An account; what it may do hangs on its roles alone."""

    full_name = models.CharField(_("full name"), max_length=100, blank=True)
    search_key = models.CharField(max_length=300, editable=False, blank=True)
    person = models.OneToOneField(Person, models.SET_NULL, null=True, blank=True, related_name="user")
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    username_key = models.CharField(max_length=450, editable=False)
    email_key = models.CharField(max_length=762, editable=False, blank=True)

    objects = AccountManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["username_key"], name="accounts_sign_in_name_once", violation_error_message=NAME_TAKEN
            )
        ]
        indexes = [
            models.Index(fields=["email_key"], name="accounts_user_by_email"),
            models.Index(fields=["phone"], name="accounts_user_by_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_absolute_url(self) -> str:
        return reverse("accounts:user", args=[self.pk])

    @cached_property
    def access(self) -> Access:
        """Where this user stands today; read once a request."""
        return access_of(self)

    @cached_property
    def office_name(self) -> str:
        """The union or unit whose work this user does, for the head of the page."""
        role = self.roles.on(timezone.localdate()).select_related("union", "grassroots").order_by("pk").first()
        return str(role.union or role.grassroots or "") if role else ""


class RoleQuerySet(DatedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(user__in=User.objects.visible_to(user))


class Role(Dated):
    """A user in a capacity, at a union or a grassroots union."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)
    union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="roles")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, null=True, blank=True, related_name="roles")

    objects = RoleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="accounts_role_has_its_place",
                condition=Q(kind__in=sorted(AT_UNION), union__isnull=False, grassroots__isnull=True)
                | Q(kind__in=sorted(AT_GRASSROOTS), union__isnull=True, grassroots__isnull=False)
                | Q(kind=RoleKind.ADMIN, union__isnull=True, grassroots__isnull=True),
                violation_error_message=_(
                    "A role of the federation names a union, a role of the grassroots names a unit, "
                    "an administrator neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.union or self.grassroots or '–'}"

    @property
    def is_to_come(self) -> bool:
        """Granted for a day that has not come."""
        return self.valid_from > timezone.localdate()


def access_of(user: User) -> Access:
    """Read the roles `user` holds today and what they reach. Costs a fixed number of queries.

    A role at a dissolved union still shows its branch and does nothing more: what the union left is kept to be read.
    """
    today = timezone.localdate()
    ended = Q(union__dissolved_on__lte=today)
    rows = user.roles.on(today).annotate(lives=Case(When(ended, then=False), default=True))
    known = list(rows.values_list("kind", "union", "grassroots", "lives"))
    held = [(kind, at, unit) for kind, at, unit, _lives in known]
    units = frozenset(unit for _kind, _at, unit in held if unit)
    above = (
        Affiliation.objects.filter(grassroots__in=units).open_ended().values_list("union", flat=True) if units else []
    )
    return Access(
        sees_all=any(kind == RoleKind.ADMIN for kind, _at, _unit in held),
        branch=branch_below({at for _kind, at, _unit in held if at}),
        grassroots=units,
        above=frozenset(above),
        roles=frozenset((kind, at, unit) for kind, at, unit, lives in known if lives),
    )


class OwnRows(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """What guards an account is its owner's alone, the administrator's hands off."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()
