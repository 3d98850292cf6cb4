from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import Role
from awards.council.choices import SESSION_CLOSERS, SESSION_HEADS, SeatPost
from core.dated import Dated
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import STAFF, PortalUser, RoleKind
from unions.branches import in_branch
from unions.people.models import Employment
from unions.scoping import UnionScopedQuerySet
from unions.tree.models import Union

SEATED = STAFF | {RoleKind.COUNCIL_MEMBER}  # the roles at a union on which a seat rests


class CouncilQuerySet(UnionScopedQuerySet):
    def in_office(self) -> Self:
        return self.filter(valid_to__isnull=True)

    def for_table(self) -> Self:
        return self.select_related("union").annotate(seats_in_all=models.Count("seats"))


class Council(Dated, Revised):
    """The emulation council of a federation, not that of a state body."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="councils")
    name = models.CharField(_("name"), max_length=200)

    objects = CouncilQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("awards:council", self.pk)

    def is_run_by(self, user: PortalUser) -> bool:
        return CouncilSeat.objects.heads(user).filter(council=self).exists()

    def is_closed_by(self, user: PortalUser) -> bool:
        return CouncilSeat.objects.closers(user).filter(council=self).exists()


class CouncilScopedQuerySet(ScopedQuerySet):
    DAY = ""  # the field that says of which day a row is; a row without one goes with its union

    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self if user.access.sees_all else self.filter(in_branch(user.access, self.DAY, "council__union"))


class SeatQuerySet(CouncilScopedQuerySet):
    def heads(self, user: PortalUser) -> Self:
        return self.held_on(timezone.localdate()).filter(user=user, post__in=sorted(SESSION_HEADS))

    def closers(self, user: PortalUser) -> Self:
        return self.held_on(timezone.localdate()).filter(user=user, post__in=sorted(SESSION_CLOSERS))

    def held_on(self, day: date) -> Self:
        """Keep the seats whose holder may act on `day`.

        Rights end with the council, its union, the holder's last role there, or the person's last employment.
        """
        union = OuterRef("council__union")
        roles = Role.objects.on(day).filter(user=OuterRef("user"), union=union, kind__in=sorted(SEATED))
        posts = Employment.objects.filter(person=OuterRef("user__person"))
        return self.filter(
            Q(council__valid_to__isnull=True) | Q(council__valid_to__gte=day),
            Q(council__union__dissolved_on__isnull=True) | Q(council__union__dissolved_on__gt=day),
            Exists(roles),
            Exists(posts.on(day)) | ~Exists(posts),
            council__valid_from__lte=day,
        )


class CouncilSeat(Revised):
    """Voting thresholds count all seats, present or not (R55)."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seats")
    full_name = models.CharField(_("full name"), max_length=100)
    post = models.CharField(_("post"), max_length=10, choices=SeatPost, default=SeatPost.MEMBER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("council seat")
        verbose_name_plural = _("council seats")
        ordering = ["council", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(post="chair"),
                name="awards_council_one_chair",
                violation_error_message=_("The council has a chair already."),
            ),
            models.UniqueConstraint(
                fields=["council", "user"],
                condition=Q(user__isnull=False),
                name="awards_seat_once_a_person",
                violation_error_message=_("This account has a seat in the council already."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
