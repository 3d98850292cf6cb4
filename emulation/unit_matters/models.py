from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dated import Dated
from core.links import object_url
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from emulation.law.choices import SubjectKind
from emulation.unit_matters.choices import MatterKind
from unions.access import CHAIRING, PortalUser, RoleKind
from unions.scoping import StrikableUnitQuerySet
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion, Team


class UnitMatterQuerySet(StrikableUnitQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """The officer and the chair of the unit."""
        if not user.is_authenticated:
            return self.none()
        unions, units = user.access.unions_where({RoleKind.OFFICER}), user.access.units_where(CHAIRING)
        kept = GrassrootsUnion.objects.kept_by(unions, units).values("pk")
        return self.filter(Q(union__in=unions) | Q(grassroots__in=kept))

    def for_table(self) -> Self:
        return self.select_related("grassroots__enterprise", "team")


class UnitMatter(Revised, Strikable, Dated):
    """What is pending about a unit, its team or its employer, and a breach of labour law by the employer."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="unit_matters", verbose_name=_("union"))
    grassroots = models.ForeignKey(
        GrassrootsUnion, models.PROTECT, related_name="matters", verbose_name=_("grassroots union")
    )
    subject_kind = models.CharField(_("subject of the matter"), max_length=12, choices=SubjectKind)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("team")
    )
    kind = models.CharField(_("kind of matter"), max_length=15, choices=MatterKind)
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = UnitMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter of a unit")
        verbose_name_plural = _("matters of units")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            STRUCK_WITH_REASON,
            models.CheckConstraint(
                name="emulation_matter_of_team_names_it",
                condition=Q(subject_kind=SubjectKind.COLLECTIVE, team__isnull=False)
                | Q(subject_kind__in=[SubjectKind.GRASSROOTS, SubjectKind.ENTERPRISE], team__isnull=True),
                violation_error_message=_("A matter is about the unit, one of its teams or its employer."),
            ),
            models.CheckConstraint(
                name="emulation_matter_breach_of_employer",
                condition=~Q(kind=MatterKind.LABOUR_BREACH) | Q(subject_kind=SubjectKind.ENTERPRISE),
                violation_error_message=_("Labour law is broken by an employer."),
            ),
            models.UniqueConstraint(
                fields=["grassroots", "subject_kind", "kind", "valid_from"],
                condition=Q(struck_at__isnull=True, team__isnull=True),
                name="emulation_matter_once",
                violation_error_message=_("This matter has been entered already."),
            ),
            models.UniqueConstraint(
                fields=["team", "kind", "valid_from"],
                condition=Q(struck_at__isnull=True),
                name="emulation_matter_of_team_once",
                violation_error_message=_("This matter has been entered already."),
            ),
        ]

    def __str__(self) -> str:
        # The audit log and messages name neither unit nor kind.
        return gettext("Matter of a unit no. %(key)s") % {"key": self.pk}

    def get_absolute_url(self) -> str:
        return object_url("emulation:unit-matter", self.pk)

    @property
    def subject(self) -> GrassrootsUnion | Team | Enterprise | None:
        subjects: dict[str, GrassrootsUnion | Team | Enterprise | None] = {
            SubjectKind.COLLECTIVE: self.team,
            SubjectKind.ENTERPRISE: self.grassroots.enterprise,
        }
        return subjects.get(self.subject_kind, self.grassroots)
