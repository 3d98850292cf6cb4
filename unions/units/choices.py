from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Bands of size: the least and the most members of a year. None means no upper limit.
SIZES: dict[str, tuple[int, int | None]] = {
    "below_50": (0, 49),
    "from_50": (50, 199),
    "from_200": (200, 499),
    "from_500": (500, None),
}


class SectorKind(TextChoices):
    PRODUCTION = "production", _("Production and business")
    EDUCATION = "education", _("Education")
    ADMINISTRATIVE = "administrative", _("Administration and public service")


class GrassrootsKind(TextChoices):
    UNION = "union", _("Grassroots union")
    GUILD = "guild", _("Grassroots guild")


class Ownership(TextChoices):
    STATE_BODY = "state_body", _("State body")
    PUBLIC_SERVICE = "public_service", _("Public service unit")
    STATE_ENTERPRISE = "state_enterprise", _("State enterprise")
    PRIVATE = "private", _("Non-state enterprise")
    FOREIGN = "foreign", _("Foreign-invested enterprise")


class UnitStatus(TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    DISSOLVED = "dissolved", _("Dissolved")
