"""The council, its sessions and the tally: totals only, never who voted what."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.council.choices import RUNNING, SeatPost
from core.dated import Dated
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.scoping import UnionScopedQuerySet
from unions.tree.models import Union


class CouncilQuerySet(UnionScopedQuerySet):
    """Councils are the federation's own: the branch sees them."""

    def in_office(self) -> Self:
        """Return the councils nothing has ended yet."""
        return self.filter(valid_to__isnull=True)


class Council(Dated):
    """The federation's own council; never the State's."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="councils")
    name = models.CharField(_("name"), max_length=200)

    objects = CouncilQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name

    def is_run_by(self, user: PortalUser) -> bool:
        """Say whether `user` holds the chair's or the secretary's seat: who opens, counts and closes."""
        return CouncilSeat.objects.running(user).filter(council=self).exists()


class CouncilScopedQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(council__in=Council.objects.visible_to(user))


class SeatQuerySet(CouncilScopedQuerySet):
    def running(self, user: PortalUser) -> Self:
        """Return the seats from which `user` runs sittings: the chair's and the secretary's."""
        return self.filter(user=user, post__in=sorted(RUNNING))


class CouncilSeat(models.Model):
    """A place in the council; thresholds count all seats, whoever is present."""

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
            models.UniqueConstraint(fields=["council"], condition=Q(post="chair"), name="awards_council_one_chair"),
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(user__isnull=False), name="awards_seat_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
