from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    # Documents do not print these labels. They print the word for the level of the UnionProfile.
    NATIONAL = "national", _("National confederation")
    CITY = "city", _("City or province")
    DISTRICT = "district", _("District (until June 2025)")
    WARD = "ward", _("Ward or commune")
    ZONE = "zone", _("Industrial zone")
    SECTOR = "sector", _("Sector union")
