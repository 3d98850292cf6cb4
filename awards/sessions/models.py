from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from awards.council.models import Council, CouncilScopedQuerySet, CouncilSeat
from awards.nominations.models import Nomination
from awards.sessions.choices import Outcome, Presence, SessionState
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import PortalUser


class SessionQuerySet(CouncilScopedQuerySet):
    DAY = "held_on"

    def for_table(self) -> Self:
        return self.select_related("council").annotate(items_in_all=models.Count("items")).order_by("-held_on", "-pk")


class Session(Revised):
    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions", verbose_name=_("council"))
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.PLANNED)
    # All seats of the council when the session was opened; thresholds are shares of this number (R55).
    member_total = models.PositiveSmallIntegerField(_("members in all"), null=True, blank=True)
    conclusions = models.TextField(_("conclusions"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SessionQuerySet.as_manager()

    STATE_TONES = {"open": "info", "closed": "good"}

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="awards_session_counts_its_members",
                condition=Q(state="planned", member_total__isnull=True)
                | Q(state__in=["open", "closed"], member_total__gte=1),
                violation_error_message=_("An opened session carries how many members the council has."),
            ),
            models.CheckConstraint(
                name="awards_session_closed_iff_dated",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                violation_error_message=_("A closed session carries when it was closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return object_url("awards:session", self.pk)

    def count_of(self, presence: str) -> int:
        return self.attendances.filter(presence=presence).count()


class SessionScopedQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))


class Attendance(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="attendances")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence)
    absence_reason = models.CharField(_("reason of absence"), max_length=200, blank=True)

    objects = SessionScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"],
                name="awards_attendance_once",
                violation_error_message=_("This member is on the attendance list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display()}"


class AgendaItem(models.Model):
    """Only totals of the ballots are stored, not who voted what."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(default=0)
    # 80 or 90; empty means more than half.
    threshold = models.PositiveSmallIntegerField(_("threshold in percent of all members"), null=True, blank=True)
    ballots_issued = models.PositiveSmallIntegerField(_("ballots issued"), null=True, blank=True)
    ballots_returned = models.PositiveSmallIntegerField(_("ballots returned"), null=True, blank=True)
    ballots_valid = models.PositiveSmallIntegerField(_("valid ballots"), null=True, blank=True)
    ballots_invalid = models.PositiveSmallIntegerField(_("invalid ballots"), null=True, blank=True)
    ballots_for = models.PositiveSmallIntegerField(_("ballots in favour"), null=True, blank=True)
    written_for = models.PositiveSmallIntegerField(_("written opinions in favour"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)

    objects = SessionScopedQuerySet.as_manager()

    TALLY = (
        "ballots_issued",
        "ballots_returned",
        "ballots_valid",
        "ballots_invalid",
        "ballots_for",
        "written_for",
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "nomination"],
                name="awards_item_once_a_session",
                violation_error_message=_("This nomination is on the agenda already."),
            ),
            models.CheckConstraint(
                name="awards_item_tally_whole_or_none",
                condition=Q(
                    outcome="",
                    ballots_issued__isnull=True,
                    ballots_returned__isnull=True,
                    ballots_valid__isnull=True,
                    ballots_invalid__isnull=True,
                    ballots_for__isnull=True,
                    written_for__isnull=True,
                )
                | (
                    ~Q(outcome="")
                    & Q(
                        ballots_issued__isnull=False,
                        ballots_returned__isnull=False,
                        ballots_valid__isnull=False,
                        ballots_invalid__isnull=False,
                        ballots_for__isnull=False,
                        written_for__isnull=False,
                    )
                ),
                violation_error_message=_("A tally is whole and has an outcome, or is not there yet."),
            ),
            models.CheckConstraint(
                name="awards_item_ballots_add_up",
                condition=Q(ballots_issued__isnull=True)
                | Q(
                    ballots_returned=F("ballots_valid") + F("ballots_invalid"),
                    ballots_returned__lte=F("ballots_issued"),
                    ballots_for__lte=F("ballots_valid"),
                ),
                violation_error_message=_("The ballots do not add up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.nomination}"

    @property
    def votes_for(self) -> int:
        """Ballots and written opinions in favour (R55)."""
        return (self.ballots_for or 0) + (self.written_for or 0)
