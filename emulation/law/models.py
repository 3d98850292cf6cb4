"""Loaded from `emulation/law/data/*.toml`; values are those of the domain handbook, 0.3, 0.4, 2."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.dated import DatedQuerySet
from core.scoping import OpenQuerySet
from emulation.law.choices import (
    CertificateKind,
    CouncilNeed,
    LegalDocumentKind,
    LegalMark,
    TitleAuthority,
    TitleFamily,
    TitleLevel,
    TitlePeriod,
)


class DatedReferenceQuerySet(OpenQuerySet, DatedQuerySet):  # type: ignore[override]  # as_manager() of either
    def on(self, day: datetime.date) -> Self:
        # Unlike in `core.dated`, the first day may be open too.
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Marked(models.Model):
    mark = models.CharField(_("certainty"), max_length=3, choices=LegalMark.choices)
    mark_note = models.CharField(
        _("certainty in full"),
        max_length=60,
        blank=True,
        help_text=_("The marks as written when there are several."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


class LegalDocument(Marked):
    code = models.CharField(_("code"), max_length=20, unique=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=LegalDocumentKind.choices)
    title = models.CharField(_("subject line"), max_length=300)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issuer = models.CharField(_("issuer"), max_length=120, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    citation = models.CharField(
        _("citation"),
        max_length=300,
        blank=True,
        help_text=_("The whole line as printed in a commendation decision; empty if it is not cited there."),
    )
    citation_order = models.PositiveSmallIntegerField(_("place among the legal grounds"), null=True, blank=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="legaldocument_period_ordered",
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_from__lte=F("effective_to")),
                violation_error_message=_("A document cannot end before it comes into force."),
            ),
            models.CheckConstraint(
                name="legaldocument_cited_iff_placed",
                condition=Q(citation="", citation_order__isnull=True)
                | (~Q(citation="") & Q(citation_order__isnull=False)),
                violation_error_message=_("A cited document has its place among the legal grounds, no other has."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()


class LegalRegime(models.Model):
    """Rules for dossiers received for appraisal in a period (handbook 0.3)."""

    code = models.CharField(_("code"), max_length=1, unique=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    state_documents = models.ManyToManyField(
        LegalDocument, related_name="state_regimes", verbose_name=_("State rules"), blank=True
    )
    union_documents = models.ManyToManyField(
        LegalDocument, related_name="union_regimes", verbose_name=_("union rules"), blank=True
    )
    better_for_dossiers_since = models.DateField(
        _("applied, where more favourable, to dossiers received from"),
        null=True,
        blank=True,
        help_text=_("Dossiers received from this day on and decided about under this law are judged by both laws."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = DatedReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal regime")
        verbose_name_plural = _("legal regimes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="legalregime_period_ordered",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("A period cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return self.code


class BaseSalary(Marked):
    """Lương cơ sở, valid until the next row begins."""

    amount = models.PositiveIntegerField(_("đồng a month"))
    valid_from = models.DateField(_("valid from"), unique=True)
    basis = models.CharField(_("legal basis"), max_length=120)

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("base salary")
        verbose_name_plural = _("base salaries")
        ordering = ["valid_from"]

    def __str__(self):
        return str(self.amount)


class Title(Marked):
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    family = models.CharField(_("family"), max_length=10, choices=TitleFamily.choices)
    level = models.CharField(_("level"), max_length=10, choices=TitleLevel.choices)
    authority = models.CharField(_("who decides"), max_length=10, choices=TitleAuthority.choices)
    period = models.CharField(_("how often"), max_length=15, choices=TitlePeriod.choices, default=TitlePeriod.YEARLY)
    for_person = models.BooleanField(_("for persons"), default=False)
    for_collective = models.BooleanField(_("for collectives"), default=False)
    for_grassroots = models.BooleanField(_("for grassroots unions"), default=False)
    for_enterprise = models.BooleanField(_("for enterprises"), default=False)
    for_work = models.BooleanField(_("for works and initiatives"), default=False)
    position = models.PositiveSmallIntegerField(_("order in lists"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="title_is_for_somebody",
                condition=Q(for_person=True)
                | Q(for_collective=True)
                | Q(for_grassroots=True)
                | Q(for_enterprise=True)
                | Q(for_work=True),
                violation_error_message=_("A title names at least one kind of subject."),
            ),
        ]

    def __str__(self):
        return self.name


class TitleTerms(Marked):
    """Dated rules of a title without overlap."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="terms", verbose_name=_("title"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    printed_name = models.CharField(
        _("name printed"), max_length=200, blank=True, help_text=_("Empty: the name in the catalogue.")
    )
    short_name = models.CharField(
        _("short name"),
        max_length=40,
        blank=True,
        help_text=_("For narrow lists, such as “LĐTT”. Empty: the name printed."),
    )
    short_name_mark = models.CharField(
        _("certainty of the short name"),
        max_length=3,
        choices=LegalMark.choices,
        blank=True,
        help_text=_("Empty: as certain as the terms."),
    )
    decided_by = models.CharField(_("decided by"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    vote_threshold = models.PositiveSmallIntegerField(
        _("votes needed, in % of all council members"),
        null=True,
        blank=True,
        help_text=_("Empty: more than half."),
    )
    secret_ballot = models.BooleanField(_("secret ballot"), default=False)
    council = models.CharField(
        _("need of a council"), max_length=10, choices=CouncilNeed.choices, default=CouncilNeed.ALWAYS
    )
    coefficient_person = models.DecimalField(
        _("reward coefficient, person"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    coefficient_collective = models.DecimalField(
        _("reward coefficient, collective"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    min_months = models.PositiveSmallIntegerField(_("months worked at least"), null=True, blank=True)
    certificate = models.CharField(
        _("certificate"), max_length=20, choices=CertificateKind.choices, default=CertificateKind.NONE
    )
    certificate_items = models.CharField(_("what is handed over"), max_length=200, blank=True)
    sectors_only = models.JSONField(
        _("only for sectors"), default=list, blank=True, help_text=_("Kinds of sector; empty: every sector.")
    )
    women_only = models.BooleanField(_("only for women"), default=False)
    direct_workers_only = models.BooleanField(_("only for direct production workers"), default=False)
    criteria = models.TextField(_("criteria"), blank=True)
    prerequisites = models.TextField(_("earlier titles and years"), blank=True)
    limits = models.TextField(_("quotas and limits"), blank=True)
    is_local = models.BooleanField(
        _("kept by this installation"),
        default=True,
        help_text=_("Ticked: loading the reference files leaves all terms of this title as they are."),
    )

    objects = DatedReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of a title")
        verbose_name_plural = _("terms of titles")
        ordering = ["title", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "valid_from"],
                name="titleterms_one_per_start",
                violation_error_message=_("This title already has terms that begin on this day."),
            ),
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(valid_from__isnull=True),
                name="titleterms_one_open_start",
                violation_error_message=_("This title already has terms without a first day."),
            ),
            models.CheckConstraint(
                name="titleterms_period_ordered",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("A period cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="titleterms_threshold_is_percent",
                condition=Q(vote_threshold__isnull=True) | Q(vote_threshold__range=(51, 100)),
                violation_error_message=_("A vote threshold lies between 51 and 100 per cent."),
            ),
            models.CheckConstraint(
                name="titleterms_threshold_needs_council",
                condition=Q(vote_threshold__isnull=True, secret_ballot=False) | Q(council="always"),
                violation_error_message=_("A title with a vote threshold or a secret ballot needs the council."),
            ),
        ]

    def __str__(self):
        return f"{self.title.code} {self.valid_from or ''}–{self.valid_to or ''}"
