from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from core.scoping import ScopedQuerySet
from emulation.campaigns.models import Campaign
from emulation.initiatives.choices import InitiativeKind, InitiativeState, RecognitionLevel
from emulation.law.selectors import level_name
from unions.access import PortalUser
from unions.people.models import Person
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


def unconfirmed_history(prefix: str = "") -> Q:
    """What was recognised outside the portal proves nothing until the officer has confirmed it."""
    return Q(**{f"{prefix}is_history": True}) & ~Q(**{f"{prefix}state": InitiativeState.RECOGNISED})


class InitiativeQuerySet(StrikableUnitQuerySet):
    def for_table(self) -> Self:
        return self.select_related("grassroots", "campaign").prefetch_related("authors__person")


class Initiative(Revised, Strikable):
    # Being applied is no state: `applied_on` may be set in any state from the registration on.

    union = models.ForeignKey(Union, models.PROTECT, related_name="initiatives")
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="initiatives", verbose_name=_("grassroots union")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="initiatives",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=12, choices=InitiativeKind, default=InitiativeKind.EXPERIENCE)
    name = models.CharField(_("name of the initiative"), max_length=300)
    search_key = models.CharField(max_length=300, editable=False, db_index=True)
    field = models.CharField(_("field"), max_length=150, blank=True)
    summary = models.TextField(_("what is new and how it works"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=InitiativeState, default=InitiativeState.DRAFT)
    return_reason = models.TextField(_("reason of the return"), blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    applied_on = models.DateField(_("first applied on"), null=True, blank=True)
    applied_where = models.CharField(_("where it is applied"), max_length=300, blank=True)
    benefit_amount = models.PositiveBigIntegerField(_("benefit in đồng"), null=True, blank=True)
    benefit_basis = models.CharField(_("how the benefit was computed"), max_length=300, blank=True)
    recognition_level = models.CharField(_("recognised at"), max_length=12, choices=RecognitionLevel, blank=True)
    recognised_on = models.DateField(_("recognised on"), null=True, blank=True)
    recognition_decision = models.CharField(_("recognising decision"), max_length=100, blank=True)
    recognised_by = models.CharField(_("recognised by"), max_length=200, blank=True)
    council_votes = models.PositiveSmallIntegerField(_("votes of the council of initiatives"), null=True, blank=True)
    council_members = models.PositiveSmallIntegerField(
        _("members of the council of initiatives"), null=True, blank=True
    )
    is_history = models.BooleanField(_("recognised outside the portal"), default=False)
    document = ScanField(_("description"), upload_to="initiatives/%Y", blank=True, owner="grassroots")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InitiativeQuerySet.as_manager()

    STATE_TONES = {
        "submitted": "info",
        "returned": "warn",
        "registered": "good",
        "recognised": "good",
        "not_recognised": "neutral",
    }

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["union", "year", "state"], name="emulation_initiative_counts"),
            models.Index(fields=["grassroots", "year"], name="emulation_initiative_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="emulation_initiative_applied_somewhere",
                condition=Q(applied_on__isnull=True, applied_where="")
                | (Q(applied_on__isnull=False) & ~Q(applied_where="")),
                violation_error_message=_("An applied initiative says since when and where."),
            ),
            models.CheckConstraint(
                name="emulation_initiative_recognised_iff_decided",
                condition=(Q(state="recognised") | Q(is_history=True))
                & Q(recognised_on__isnull=False)
                & ~Q(recognition_level="")
                & ~Q(recognition_decision="")
                | (~Q(state="recognised") & Q(is_history=False, recognised_on__isnull=True)),
                violation_error_message=_("A recognised initiative carries level, date and decision."),
            ),
            models.CheckConstraint(
                name="emulation_initiative_votes_of_members",
                condition=Q(council_votes__isnull=True, council_members__isnull=True)
                | Q(council_votes__isnull=False, council_members__gte=F("council_votes")),
                violation_error_message=_("Votes are told with the number of members, who are at least as many."),
            ),
            models.UniqueConstraint(
                fields=["grassroots", "year", "search_key"],
                condition=Q(is_history=True, struck_at__isnull=True) & ~Q(state="withdrawn"),
                name="emulation_initiative_history_once",
                violation_error_message=_("This recognised initiative has been entered already."),
            ),
            models.CheckConstraint(
                name="emulation_initiative_history_no_campaign",
                condition=Q(is_history=False) | Q(campaign__isnull=True),
                violation_error_message=_("What was recognised outside the portal belongs to no campaign."),
            ),
            models.CheckConstraint(
                name="emulation_initiative_returned_with_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("A returned initiative carries the reason."),
            ),
            STRUCK_WITH_REASON,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def recognition_level_name(self) -> str:
        day = self.recognised_on or timezone.localdate()
        return level_name(self.recognition_level, self.get_recognition_level_display(), self.union_id, day)

    def get_absolute_url(self) -> str:
        return object_url("emulation:initiative", self.pk)


class InitiativeAuthorQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(initiative__in=Initiative.objects.visible_to(user))


class InitiativeAuthor(models.Model):
    """The shares of one initiative add up to 100 (R34)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    share_percent = models.PositiveSmallIntegerField(_("share in percent"))
    is_lead = models.BooleanField(_("lead author"), default=False)

    objects = InitiativeAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "person"],
                name="emulation_author_once",
                violation_error_message=_("This person is already named above."),
            ),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(is_lead=True),
                name="emulation_author_one_lead",
                violation_error_message=_("An initiative has one lead author."),
            ),
            models.CheckConstraint(
                name="emulation_author_share_within_whole",
                condition=Q(share_percent__gte=1, share_percent__lte=100),
                violation_error_message=_("A share lies between 1 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.share_percent}%)"
