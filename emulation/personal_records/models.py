from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dated import Dated
from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from emulation.classification.choices import Grade
from emulation.personal_records.choices import DisciplineLevel, LeaveKind
from emulation.personal_records.readers import PRIVATE_RECORD_READERS
from unions.access import CHAIRING, PortalUser, RoleKind
from unions.branches import day_of, in_branch
from unions.people.models import Employment, Person
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class PersonalRecordQuerySet(StrikableUnitQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """What a former unit wrote of a person is read by the present one too."""
        if not user.is_authenticated or user.access.sees_all:
            return super().visible_to(user)
        units = GrassrootsUnion.objects.under_responsibility_of(user).values("pk")
        own = Q(grassroots__in=units) | Q(person__in=_workers(units))
        return self.filter(in_branch(user.access, self.DAY or day_of(self.model)) | own)

    def for_table(self) -> Self:
        return self.select_related("person", "grassroots")


class TransferRemarkQuerySet(PersonalRecordQuerySet):
    DAY = "given_on"


class PrivateRecordQuerySet(StrikableUnitQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """The officer, the chair of the unit, and those before whom the person stands."""
        if not user.is_authenticated:
            return self.none()
        unions, units = user.access.unions_where({RoleKind.OFFICER}), user.access.units_where(CHAIRING)
        kept = GrassrootsUnion.objects.kept_by(unions, units).values("pk")
        seen = Q(union__in=unions) | Q(grassroots__in=kept) | Q(person__in=_workers(kept))
        for readers in PRIVATE_RECORD_READERS.items():
            seen |= Q(person__in=readers(user))
        return self.filter(seen)

    def for_table(self) -> Self:
        return self.select_related("person", "grassroots")


def _workers(units: models.QuerySet[GrassrootsUnion, dict[str, int]]) -> models.QuerySet[Employment, dict[str, int]]:
    return Employment.objects.open_ended().filter(grassroots__in=units).order_by().values("person")


class PersonalRecord(Revised, Strikable):
    union = models.ForeignKey(Union, models.PROTECT, related_name="%(class)ss", verbose_name=_("union"))
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="%(class)ss", verbose_name=_("grassroots union")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)ss", verbose_name=_("person"))
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Discipline(PersonalRecord, Dated):
    """Without a last day it holds until further notice."""

    level = models.CharField(_("level"), max_length=12, choices=DisciplineLevel)

    objects = PrivateRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplines")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            STRUCK_WITH_REASON,
            models.UniqueConstraint(
                fields=["person", "level", "valid_from"],
                condition=Q(struck_at__isnull=True),
                name="emulation_discipline_once",
                violation_error_message=_("This discipline has been entered already."),
            ),
        ]

    def __str__(self) -> str:
        # The audit log and messages name neither person nor level.
        return gettext("Record of discipline no. %(key)s") % {"key": self.pk}

    def get_absolute_url(self) -> str:
        return object_url("emulation:discipline", self.pk)


class Leave(PersonalRecord, Dated):
    kind = models.CharField(_("kind of leave"), max_length=20, choices=LeaveKind)
    absent_days = models.PositiveSmallIntegerField(_("working days absent"), null=True, blank=True)

    objects = PrivateRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            STRUCK_WITH_REASON,
            models.UniqueConstraint(
                fields=["person", "kind", "valid_from"],
                condition=Q(struck_at__isnull=True),
                name="emulation_leave_once",
                violation_error_message=_("This leave has been entered already."),
            ),
            models.CheckConstraint(
                name="emulation_leave_days_of_other_leave",
                condition=Q(kind=LeaveKind.OTHER, absent_days__isnull=False)
                | (~Q(kind=LeaveKind.OTHER) & Q(absent_days__isnull=True)),
                violation_error_message=_("Other leave, and no other kind, says how many working days it took."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Record of leave no. %(key)s") % {"key": self.pk}

    def get_absolute_url(self) -> str:
        return object_url("emulation:leave", self.pk)


class YearlyGrade(PersonalRecord):
    year = models.PositiveSmallIntegerField(_("year"))
    grade = models.CharField(_("grade"), max_length=15, choices=Grade)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    objects = PersonalRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly grade of a person")
        verbose_name_plural = _("yearly grades of people")
        ordering = ["-year", "person__sort_key", "pk"]
        indexes = [models.Index(fields=["grassroots", "year"], name="emulation_grade_of_unit")]
        constraints = [
            STRUCK_WITH_REASON,
            models.UniqueConstraint(
                fields=["person", "grassroots", "year"],
                condition=Q(struck_at__isnull=True),
                name="emulation_grade_of_person_once",
                violation_error_message=_("This person already has a grade of this year in this unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.year}: {self.get_grade_display()}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:yearly-grade", self.pk)


class TransferRemark(PersonalRecord):
    """Written by the unit that the person left."""

    text = models.TextField(_("remark"), max_length=2000)
    given_by = models.CharField(_("signed by"), max_length=100, blank=True)
    given_on = models.DateField(_("dated"))

    objects = TransferRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark of the former unit")
        verbose_name_plural = _("remarks of former units")
        ordering = ["-given_on", "-pk"]
        constraints = [
            STRUCK_WITH_REASON,
            models.UniqueConstraint(
                fields=["person", "grassroots", "given_on"],
                condition=Q(struck_at__isnull=True),
                name="emulation_remark_once_a_day",
                violation_error_message=_("A remark of this unit and day has been entered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.grassroots}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:transfer-remark", self.pk)
