from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.rules import HeldRole, account_keys, sign_in_key
from core.dated import Dated, DatedQuerySet
from core.links import object_url
from core.models import Notification, Revised
from core.scoping import ScopedQuerySet
from unions.access import AT_GRASSROOTS, AT_UNION, STAFF, Access, PortalUser, RoleKind
from unions.branches import in_branch
from unions.people.models import Person
from unions.tree.models import Union, last_days_below
from unions.units.models import Affiliation, GrassrootsUnion, reached_units

MIXED = _(
    "An administrator holds no role at a union or a unit, and who holds one is no administrator. "
    "Please open an account of its own for administering."
)
NAME_TAKEN = _("This sign-in name is taken, perhaps in other capitals; please choose another.")


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.holds_any({RoleKind.ADMIN}):
            return self
        return self.filter(Q(pk__in=Role.objects.in_reach_of(user).values("user")) | Q(pk=user.pk))

    def find_by_username(self, typed: str) -> "User | None":
        """Ignores case and Unicode composition."""
        return self.filter(username_key=sign_in_key(typed)).first()


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's backend and commands look up by `username_key` too."""

    def get_by_natural_key(self, username: str) -> "User":
        user: User | None = self.get_queryset().find_by_username(username or "")
        if user is None:
            raise User.DoesNotExist
        return user

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        user: User = super().create_user(username, email, password, **_with_keys(username, email, extra_fields))
        return user

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        user: User = super().create_superuser(username, email, password, **_with_keys(username, email, extra_fields))
        return user


def _with_keys(username: str, email: str | None, fields: dict[str, Any]) -> dict[str, Any]:
    keys = account_keys(
        username=username,
        email=email or "",
        full_name=fields.get("full_name", ""),
        phone=fields.get("phone", ""),
    )
    return {**fields, **keys}


class User(AbstractUser, Revised):
    """Permissions come from roles alone."""

    full_name = models.CharField(_("full name"), max_length=100, blank=True)
    search_key = models.CharField(max_length=300, editable=False, blank=True)
    person = models.OneToOneField(Person, models.SET_NULL, null=True, blank=True, related_name="user")
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    username_key = models.CharField(max_length=450, editable=False)
    email_key = models.CharField(max_length=762, editable=False, blank=True)
    # Null where the owner chose the password.
    password_given_at = models.DateTimeField(null=True, editable=False)
    # An address or a phone signs in only once it is proven.
    email_proven_at = models.DateTimeField(null=True, editable=False)
    phone_proven_at = models.DateTimeField(null=True, editable=False)

    objects = AccountManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["username_key"], name="accounts_sign_in_name_once", violation_error_message=NAME_TAKEN
            ),
            models.CheckConstraint(
                name="accounts_proven_contact_is_there",
                condition=(Q(email_proven_at=None) | ~Q(email_key="")) & (Q(phone_proven_at=None) | ~Q(phone="")),
                violation_error_message=_("Nothing can be proven that is not there."),
            ),
        ]
        indexes = [
            models.Index(fields=["email_key"], name="accounts_user_by_email"),
            models.Index(fields=["phone"], name="accounts_user_by_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_absolute_url(self) -> str:
        return object_url("accounts:user", self.pk)

    @property
    def is_marked_administrator(self) -> bool:
        return self.is_staff or self.is_superuser

    def clean(self) -> None:
        super().clean()
        of_unions = Role.objects.held_on_or_after(timezone.localdate()).exclude(kind=RoleKind.ADMIN)
        if self.is_marked_administrator and of_unions.filter(user=self.pk).exists():
            raise ValidationError({"is_staff": MIXED})

    @cached_property
    def access(self) -> Access:
        return access_of(self.held_roles)

    @cached_property
    def office_name(self) -> str:
        first = next(iter(self.held_roles), None)
        return (first.union_name or first.unit_name or "") if first else ""

    @property
    def unread_news(self) -> int:
        return next((role.unread_news for role in self.held_roles), 0)

    @cached_property
    def held_roles(self) -> list[HeldRole]:
        """One query serves `access` and `office_name`."""
        return held_roles(self)


class RoleQuerySet(DatedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.holds_any({RoleKind.ADMIN}):
            return self
        return self.filter(Q(pk__in=self.in_reach_of(user).values("pk")) | Q(user=user.pk))

    def in_reach_of(self, user: PortalUser) -> Self:
        """Roles in the branch, as long as their unions and units belong to it."""
        roles = self.model.objects.order_by()
        if not user.access.holds_any(STAFF):
            return roles.none()
        at_unions = in_branch(user.access, "valid_from")
        return roles.filter(at_unions | (Q(grassroots__isnull=False) & reached_units(user.access, "valid_from")))

    def held_on_or_after(self, day: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Role(Dated, Revised):
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
        place = self.union or self.grassroots
        return f"{self.get_kind_display()}: {place}" if place else str(self.get_kind_display())

    def clean(self) -> None:
        super().clean()
        if self.user_id and self.valid_from and self._mixes_administration():
            raise ValidationError(MIXED)

    def _mixes_administration(self) -> bool:
        """A trigger refuses two such roles; only here the marks of the account count too."""
        is_of_union, last = self.kind != RoleKind.ADMIN, self.valid_to or date.max
        same_days = Role.objects.held_on_or_after(self.valid_from).filter(user=self.user_id, valid_from__lte=last)
        others = same_days.exclude(pk=self.pk)
        mixed = others.filter(kind=RoleKind.ADMIN) if is_of_union else others.exclude(kind=RoleKind.ADMIN)
        is_marked = is_of_union and last >= timezone.localdate() and self.user.is_marked_administrator
        return is_marked or mixed.exists()

    @property
    def is_to_come(self) -> bool:
        return self.valid_from > timezone.localdate()

    @property
    def responsible_union_id(self) -> int | None:
        """None for roles at a union and for administrators."""
        return self.grassroots.responsible_union_id if self.grassroots else None


def held_roles(user: User) -> list[HeldRole]:
    return [HeldRole(*row) for row in _roles_on(timezone.localdate()).filter(user=user.pk)]


@lru_cache(maxsize=1)
def _roles_on(day: date) -> "models.QuerySet[Role, tuple[Any, ...]]":
    """Every page asks this query, and making it takes longer than its answer: it is made once a day."""
    clerks = Role.objects.on(day).filter(kind=RoleKind.CLERK, union=OuterRef("union"), user__is_active=True)
    news = Notification.objects.filter(user=OuterRef("user")).unread().order_by().values("user")
    unread = Coalesce(Subquery(news.values(count=Count("pk"))), 0)
    roles = Role.objects.on(day).annotate(has_clerk=Exists(clerks), unread_news=unread).order_by("pk")
    places = ("union", "grassroots", "union__name", "grassroots__name", "union__dissolved_on")
    return roles.values_list("kind", *places, "has_clerk", "unread_news")


def access_of(roles: Sequence[HeldRole]) -> Access:
    """The number of queries is fixed."""
    today = timezone.localdate()
    units = frozenset(role.unit for role in roles if role.unit)
    above = (
        Affiliation.objects.filter(grassroots__in=units).open_ended().values_list("union", flat=True) if units else []
    )
    last_days = last_days_below({role.union for role in roles if role.union}, today)
    return Access(
        sees_all=any(role.kind == RoleKind.ADMIN for role in roles),
        branch=frozenset(union for union, last in last_days.items() if last >= today),
        left=frozenset((union, last) for union, last in last_days.items() if last < today),
        grassroots=units,
        above=frozenset(above),
        numbering=frozenset(role.union for role in roles if role.union and role.numbers_on(today)),
        roles=frozenset((role.kind, role.union, role.unit) for role in roles if role.permits_on(today)),
    )


class OwnerQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        # Administrators do not see these rows.
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()
