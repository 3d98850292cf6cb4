from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.eligibility.choices import Severity
from emulation.eligibility.rules.judging import all_rules
from emulation.eligibility.rules.rulings import Parameters
from emulation.eligibility.rules.shapes import values_objection
from emulation.law.models import DatedReferenceQuerySet, Marked
from emulation.law.rules import first_overlap


class RuleParameter(Marked):
    """The law of one rule in one period, without overlap. Loaded from `emulation/eligibility/data/rules.toml`."""

    rule = models.CharField(_("rule"), max_length=3)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    severity = models.CharField(_("severity"), max_length=6, choices=Severity.choices)
    values = models.JSONField(_("values"), default=dict, blank=True)
    condition = models.TextField(_("condition in words"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    is_active = models.BooleanField(
        _("applied"), default=True, help_text=_("Not ticked: the rule is not in force in this period.")
    )
    is_local = models.BooleanField(
        _("kept by this installation"),
        default=True,
        help_text=_("Ticked: loading the reference files leaves all periods of this rule as they are."),
    )

    objects = DatedReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("parameters of a rule")
        verbose_name_plural = _("parameters of rules")
        ordering = ["rule", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "valid_from"],
                name="ruleparameter_one_per_start",
                violation_error_message=_("This rule already has parameters that begin on this day."),
            ),
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(valid_from__isnull=True),
                name="ruleparameter_one_open_start",
                violation_error_message=_("This rule already has parameters without a first day."),
            ),
            models.CheckConstraint(
                name="ruleparameter_period_ordered",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("A period cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.rule} {self.valid_from or ''}–{self.valid_to or ''}"

    def clean(self) -> None:
        if self.rule not in {rule.code for rule in all_rules()}:
            raise ValidationError({"rule": _("There is no such rule.")})
        if objection := values_objection(self.rule, self.values):
            raise ValidationError({"values": objection})
        others = RuleParameter.objects.filter(rule=self.rule).exclude(pk=self.pk)
        if first_overlap([(self.valid_from, self.valid_to), *others.values_list("valid_from", "valid_to")]):
            raise ValidationError({"valid_from": _("Another period of this rule holds on some of these days.")})

    def get_absolute_url(self) -> str:
        return reverse("emulation:rule", args=[self.rule])

    def as_parameters(self) -> Parameters:
        return Parameters(
            self.rule,
            self.severity,
            self.values,
            self.legal_basis,
            self.mark_note or self.mark,
            self.valid_from,
            self.valid_to,
            self.pk,
        )
