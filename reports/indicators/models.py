from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.indicators.choices import Qualifier
from unions.scoping import UnionScopedQuerySet
from unions.tree.models import Union


class FigureRemark(models.Model):
    """What the document states in place of a figure, a note, and whether it is demo data."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="figure_remarks")
    year = models.PositiveSmallIntegerField(_("year"))
    indicator = models.CharField(_("indicator"), max_length=80)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    typed_value = models.DecimalField(_("value on paper"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("demo data"), default=False)

    objects = UnionScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on a figure")
        verbose_name_plural = _("remarks on figures")
        ordering = ["union", "year", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "indicator"],
                name="reports_remark_once",
                violation_error_message=_("This figure has its remark already. Please open the page again."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"
