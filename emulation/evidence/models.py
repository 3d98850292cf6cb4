from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files import ScanField
from core.models import STRUCK_WITH_REASON, Revised, Strikable
from core.scoping import StrikableQuerySet
from emulation.eligibility.choices import EvidenceKind
from emulation.registrations.models import Registration
from unions.access import PortalUser

HTTPS = URLValidator(["https"], message=_("Please enter the whole address; it begins with https://."))


class EvidenceQuerySet(StrikableQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(registration__in=Registration.objects.visible_to(user))


class Evidence(Revised, Strikable):
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="evidence", verbose_name=_("registration")
    )
    kind = models.CharField(_("kind of evidence"), max_length=22, choices=EvidenceKind)
    file = ScanField(_("file"), upload_to="evidence/%Y", blank=True, owner="registration.grassroots")
    link = models.CharField(_("link"), max_length=500, blank=True, validators=[HTTPS])
    note = models.CharField(_("note"), max_length=200, blank=True)
    paper_received_on = models.DateField(_("paper original received on"), null=True, blank=True)
    paper_received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("received by"),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["registration", "pk"]
        constraints = [
            STRUCK_WITH_REASON,
            models.CheckConstraint(
                name="emulation_evidence_file_or_link",
                condition=(Q(file="") & ~Q(link="")) | (~Q(file="") & Q(link="")),
                violation_error_message=_("A piece of evidence is either a file or a link."),
            ),
            models.CheckConstraint(
                name="emulation_evidence_link_is_https",
                condition=Q(link="") | Q(link__startswith="https://"),
                violation_error_message=_("A link begins with https://."),
            ),
            models.CheckConstraint(
                name="emulation_evidence_paper_received_by_somebody",
                condition=Q(paper_received_on__isnull=True, paper_received_by__isnull=True)
                | Q(paper_received_on__isnull=False, paper_received_by__isnull=False),
                violation_error_message=_("A paper original that was received names the day and who received it."),
            ),
        ]

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.get_kind_display(), self.note]))

    @property
    def suffix(self) -> str:
        return PurePath(str(self.file.name)).suffix.lower()
