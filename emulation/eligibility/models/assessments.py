"""What was found when a row was judged. Nothing is computed anew silently: another act stores another assessment."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet
from emulation.eligibility.choices import Act, RuleOutcome
from emulation.eligibility.models.parameters import RuleParameter
from emulation.eligibility.readers import PRIVATE_VERDICT_READERS
from emulation.law.models import Title
from unions.access import CHAIRING, PortalUser, RoleKind
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class Assessment(models.Model):
    """One row at one act. The row is named by model and key, for it is of a higher feature."""

    row_model = models.CharField(max_length=60)  # emulation.registration
    row_key = models.BigIntegerField()
    union = models.ForeignKey(Union, models.PROTECT, related_name="assessments", verbose_name=_("union"))
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="assessments", verbose_name=_("grassroots union")
    )
    title = models.ForeignKey(Title, models.PROTECT, related_name="+", verbose_name=_("title"))
    year = models.PositiveSmallIntegerField(_("year"))
    act = models.CharField(_("judged at"), max_length=10, choices=Act)
    law_day = models.DateField(_("law of the day"))
    regime = models.CharField(_("legal regime"), max_length=1, blank=True)
    other_law = models.JSONField(_("law not applied"), default=dict)  # {law_day, outcomes}, where two were asked
    outcome = models.CharField(_("heaviest outcome"), max_length=12, choices=RuleOutcome)
    facts = models.JSONField(_("facts used"), default=dict)
    passed = models.JSONField(_("rules fulfilled"), default=list)  # [{rule, parameter}]
    judged_at = models.DateTimeField(_("on"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_current = models.BooleanField(_("newest of its row"), default=True)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["row_model", "row_key"], name="emulation_assessment_of_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["row_model", "row_key"],
                condition=Q(is_current=True),
                name="emulation_assessment_one_current",
                violation_error_message=_("A row has one newest assessment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_model} {self.row_key}, {self.get_act_display()}"


class VerdictQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """A verdict on discipline or leave is for officer, chair of the unit, and whom the row is put before."""
        if not user.is_authenticated:
            return self.none()
        unions, units = user.access.unions_where({RoleKind.OFFICER}), user.access.units_where(CHAIRING)
        read = Q(is_private=False) | Q(assessment__union__in=unions) | Q(assessment__grassroots__in=units)
        for model in PRIVATE_VERDICT_READERS.names():
            for rows_of in PRIVATE_VERDICT_READERS.items(model):
                read |= Q(assessment__row_model=model, assessment__row_key__in=rows_of(user))
        return self.filter(read, assessment__in=Assessment.objects.visible_to(user))

    def current(self) -> Self:
        return self.filter(assessment__is_current=True)

    def open_warnings(self) -> Self:
        return self.filter(outcome=RuleOutcome.WARN, passed_at=None)


class Verdict(models.Model):
    """A rule that is not fulfilled, not known to be, or has something to say."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="verdicts")
    rule = models.CharField(_("rule"), max_length=5)
    outcome = models.CharField(_("outcome"), max_length=12, choices=RuleOutcome)
    message = models.TextField(_("finding"))
    cure = models.TextField(_("what would fulfil it"), blank=True)
    facts = models.JSONField(_("facts used"), default=dict)
    parameters = models.JSONField(_("parameters"), default=dict)
    parameter = models.ForeignKey(
        RuleParameter, models.PROTECT, null=True, related_name="verdicts", verbose_name=_("period of the rule")
    )
    is_private = models.BooleanField(default=False)
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    passed_at = models.DateTimeField(_("passed on"), null=True, blank=True)
    pass_reason = models.TextField(_("why it was passed"), blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "rule"],
                name="emulation_verdict_once_a_rule",
                violation_error_message=_("A rule is judged once in an assessment."),
            ),
            models.CheckConstraint(
                name="emulation_verdict_passed_with_reason",
                condition=Q(passed_by__isnull=True, passed_at__isnull=True, pass_reason="")
                | (Q(outcome="warn", passed_by__isnull=False, passed_at__isnull=False) & ~Q(pass_reason="")),
                violation_error_message=_("A warning is passed by somebody, with a reason; nothing else is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.get_outcome_display()}"
