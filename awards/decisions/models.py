from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionBasis, DecisionState, SignCapacity
from awards.nominations.models import Nomination
from awards.sessions.models import Session
from core.links import object_url
from core.models import SUBMITTED_BY_SOMEBODY, Revised, Submittable
from core.scoping import ScopedQuerySet
from emulation.registrations.models import HasSubject
from unions.access import PortalUser
from unions.branches import in_branch
from unions.people.choices import Gender
from unions.scoping import UnitScopedQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class DecisionQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """The branch sees all decisions of the union.

        A unit's chair, and the federation it moved to, see issued ones that award the unit.
        """
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        units = GrassrootsUnion.objects.under_responsibility_of(user).values("pk")
        own = Award.objects.filter(grassroots__in=units).values("decision")
        of_branch = in_branch(user.access, "created_at")
        return self.filter(of_branch | Q(pk__in=own, state__in=["issued", "revoked"]))

    def for_table(self) -> Self:
        rows = self.select_related("union").annotate(awards_in_all=models.Count("awards"))
        return rows.order_by("-year", "-dated_on", "-pk")


class Decision(Submittable, Revised):
    """After the signature only number and revocation may still be written."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="decisions")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("session")
    )
    basis_kind = models.CharField(_("kind of basis"), max_length=10, choices=DecisionBasis, blank=True)
    # Printed among the grounds in the place of the minutes.
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))  # the year the reports count it for
    subject_line = models.CharField(_("subject"), max_length=400)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    # R59: numbers begin at 01 every 1 January; this is the calendar year of the series.
    series_year = models.PositiveSmallIntegerField(null=True, blank=True)
    symbol = models.CharField(_("number and symbol"), max_length=40, blank=True)  # as printed: 45/QĐ-LĐLĐ
    capacity = models.CharField(_("who signs"), max_length=12, choices=SignCapacity, default=SignCapacity.CHAIR)
    signatory_name = models.CharField(_("name of the signatory"), max_length=100, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    # When and where the certificates were handed over, usually at a ceremony.
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    handed_over_place = models.CharField(_("place of the handing over"), max_length=200, blank=True)
    revoked_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="revokes")
    revoked_at = models.DateTimeField(null=True, blank=True)
    document_text = models.JSONField(default=dict, blank=True)  # document_text.DocumentText, frozen at the signature
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    STATE_TONES = {"submitted": "warn", "signed": "info", "issued": "good", "revoked": "bad"}
    FROZEN = ("union_id", "session_id", "basis_kind", "basis", "year", "subject_line", "dated_on", "capacity",
              "signatory_name", "signed_by_id", "signed_at", "document_text")  # fmt: skip

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-year", "-dated_on", "-pk"]
        indexes = [models.Index(fields=["union", "year", "state"], name="awards_decision_counts")]
        constraints = [
            SUBMITTED_BY_SOMEBODY,
            models.UniqueConstraint(
                fields=["union", "series_year", "number"],
                name="awards_decision_number_once",
                violation_error_message=_("This number is already taken."),
            ),
            models.CheckConstraint(
                name="awards_decision_signed_iff_dated",
                condition=Q(state__in=["draft", "submitted"], signed_at__isnull=True)
                | (
                    ~Q(state__in=["draft", "submitted"])
                    & Q(signed_at__isnull=False, dated_on__isnull=False, signed_by__isnull=False)
                    & ~Q(signatory_name="")
                ),
                violation_error_message=_("A signed decision carries its date and who signed it."),
            ),
            models.CheckConstraint(
                name="awards_decision_numbered_iff_issued",
                condition=Q(state__in=["draft", "submitted", "signed"], number__isnull=True, symbol="")
                | (Q(state__in=["issued", "revoked"], number__isnull=False, issued_at__isnull=False) & ~Q(symbol="")),
                violation_error_message=_("An issued decision carries its number, an earlier one does not."),
            ),
            models.CheckConstraint(
                name="awards_decision_handed_over_after_issue",
                condition=Q(handed_over_on__isnull=True, handed_over_place="") | Q(state__in=["issued", "revoked"]),
                violation_error_message=_("Only an issued decision has been handed over."),
            ),
            models.CheckConstraint(
                name="awards_decision_one_basis",
                condition=Q(basis_kind="", basis="") | (Q(session__isnull=True) & ~Q(basis_kind="") & ~Q(basis="")),
                violation_error_message=_("A decision rests on a council session or on another basis, in its words."),
            ),
            models.CheckConstraint(
                name="awards_decision_revoked_by_another",
                condition=Q(state="revoked", revoked_by__isnull=False, revoked_at__isnull=False)
                | (~Q(state="revoked") & Q(revoked_by__isnull=True, revoked_at__isnull=True)),
                violation_error_message=_("A decision is revoked by a later decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} – {self.subject_line}" if self.symbol else self.subject_line

    def get_absolute_url(self) -> str:
        return object_url("awards:decision", self.pk)


class AwardQuerySet(UnitScopedQuerySet):
    DAY = "decision__created_at"

    def visible_to(self, user: PortalUser) -> Self:
        """A chair sees only awards of the own unit."""
        return super().visible_to(user).filter(decision__in=Decision.objects.visible_to(user))

    def in_force(self) -> Self:
        return self.filter(decision__state="issued")

    def for_table(self) -> Self:
        return self.select_related("title", "decision", "grassroots")


class Award(HasSubject):
    """One recipient as printed, frozen by the signature."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, models.PROTECT, null=True, blank=True, related_name="award")
    golden_book_number = models.PositiveIntegerField(_("golden-book number"))
    honorific = models.CharField(_("form of address"), max_length=20, blank=True)
    recipient_name = models.CharField(_("recipient"), max_length=300)
    recipient_line = models.CharField(_("post and unit"), max_length=400, blank=True)
    # The list prints post and unit in two columns, the certificate prints `recipient_line`.
    post = models.CharField(_("post"), max_length=100, blank=True)
    unit_name = models.CharField(_("unit"), max_length=200, blank=True)
    achievement = models.CharField(_("achievement"), max_length=300)
    sector_code = models.CharField(max_length=20, blank=True)
    sector_name = models.CharField(_("sector"), max_length=100, blank=True)
    gender = models.CharField(max_length=10, choices=Gender, default=Gender.UNKNOWN)
    is_leader = models.BooleanField(default=False)
    is_direct_worker = models.BooleanField(default=False)
    amount = models.PositiveBigIntegerField(_("reward in đồng"), default=0)
    amount_typed = models.BooleanField(_("reward entered by hand"), default=False)  # the formula leaves it alone
    sort_key = models.CharField(max_length=600, editable=False, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["decision", "golden_book_number"]
        indexes = [
            models.Index(fields=["union", "year", "title"], name="awards_award_counts"),
            models.Index(fields=["grassroots", "year"], name="awards_award_of_unit"),
        ]
        constraints = [
            *HasSubject.Meta.constraints,
            models.UniqueConstraint(
                fields=["decision", "golden_book_number"],
                name="awards_award_place_once",
                violation_error_message=_("This number of the golden book is taken already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name} – {self.title_name}"

    @property
    def named_on(self) -> date:
        return self.decision.dated_on or super().named_on

    @property
    def title_name(self) -> str:
        """The signature fixes the printed name."""
        printed = self.decision.document_text.get("titles", {}).get(str(self.title_id), {})
        return str(printed.get("name") or super().title_name)


class CertificateQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(award__in=Award.objects.visible_to(user))


class Certificate(models.Model):
    award = models.OneToOneField(Award, models.PROTECT, related_name="certificate")
    serial = models.CharField(_("serial"), max_length=30, unique=True)
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.serial


class CertificatePrint(models.Model):
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="prints")
    count = models.PositiveIntegerField()
    printed_at = models.DateTimeField(auto_now_add=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class OfDecision(ScopedQuerySet):
        def visible_to(self, user: PortalUser) -> Self:
            return self.filter(decision__in=Decision.objects.visible_to(user))

    objects = OfDecision.as_manager()

    class Meta:
        verbose_name = _("printing of certificates")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.decision}: {self.count}"
