from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from emulation.classification.choices import Grade
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class ClassificationQuerySet(StrikableUnitQuerySet):
    def for_table(self) -> Self:
        return self.select_related("grassroots__sector")


class Classification(Revised, Strikable):
    union = models.ForeignKey(Union, models.PROTECT, related_name="classifications")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="classifications")
    year = models.PositiveSmallIntegerField(_("year"))
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=15, choices=Grade)
    decided_on = models.DateField(_("decided on"))

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        ordering = ["-year", "grassroots__sort_key", "pk"]
        indexes = [models.Index(fields=["union", "year", "grade"], name="emulation_class_counts")]
        constraints = [
            models.UniqueConstraint(
                fields=["grassroots", "year"],
                condition=Q(struck_at__isnull=True),
                name="emulation_class_once_a_year",
                violation_error_message=_("This unit already has its grade of this year."),
            ),
            models.CheckConstraint(
                name="emulation_class_score_within_scale",
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                violation_error_message=_("A score lies between 0 and 100."),
            ),
            STRUCK_WITH_REASON,
        ]

    def __str__(self) -> str:
        return f"{self.grassroots} {self.year}: {self.get_grade_display()}"

    def get_absolute_url(self) -> str:
        return object_url("emulation:classification", self.pk)
