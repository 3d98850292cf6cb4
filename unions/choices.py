from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Where a union stands in the tree; what it is called on paper is data (UnionProfile)."""

    NATIONAL = "national", _("National confederation")
    CITY = "city", _("City or province")
    DISTRICT = "district", _("District (until June 2025)")
    WARD = "ward", _("Ward or commune")
    ZONE = "zone", _("Industrial zone")
    SECTOR = "sector", _("Sector union")


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


class ReorganisationKind(TextChoices):
    RENAME = "rename", _("Rename")
    TRANSFER = "transfer", _("Transfer")
    MERGE = "merge", _("Merge")
    SPLIT = "split", _("Split")
    DISSOLVE = "dissolve", _("Dissolve")
    REACTIVATE = "reactivate", _("Reactivate")


class ReorganisationState(TextChoices):
    DRAFT = "draft", _("Draft, nothing changed yet")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Gender(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Not stated")


class LikenessReason(TextChoices):
    """Why two people may be one; no code is part of another, so that a list can be narrowed by it."""

    NAME_BIRTH = "name_birth", _("Same name, same birth date")
    MARKS_BIRTH = "marks_birth", _("Same name but for its marks, same birth date")
    SWAPPED = "swapped", _("Same name, day and month of birth the other way round")
    IN_UNIT = "in_unit", _("Same name in the same unit, a birth date is missing")
    PHONE = "phone", _("Same name, same phone")
    BY_HAND = "by_hand", _("Named by an officer as one person entered twice")


class LikenessState(TextChoices):
    OPEN = "open", _("Not decided yet")
    SAME = "same", _("One person, merged")
    DIFFERENT = "different", _("Different people")


class RoleKind(TextChoices):
    ADMIN = "admin", _("System administrator")
    FEDERATION_CHAIR = "federation_chair", _("Federation chair")
    VICE_CHAIR = "vice_chair", _("Federation vice-chair")
    OFFICER = "officer", _("Emulation officer")
    CLERK = "clerk", _("Document clerk")
    COUNCIL_MEMBER = "council_member", _("Council member")
    CLUSTER_LEAD = "cluster_lead", _("Cluster lead")
    GRASSROOTS_CHAIR = "grassroots_chair", _("Chair of a grassroots union")
    GRASSROOTS_BOARD = "grassroots_board", _("Board member of a grassroots union")
    UPPER_VIEWER = "upper_viewer", _("Viewer of the upper level")


class InvitationState(TextChoices):
    OPEN = "open", _("open")
    USED = "used", _("used")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


AT_UNION = frozenset(
    {
        RoleKind.FEDERATION_CHAIR,
        RoleKind.VICE_CHAIR,
        RoleKind.OFFICER,
        RoleKind.CLERK,
        RoleKind.COUNCIL_MEMBER,
        RoleKind.UPPER_VIEWER,
    }
)
AT_GRASSROOTS = frozenset({RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD, RoleKind.CLUSTER_LEAD})
LEADERS = frozenset({RoleKind.FEDERATION_CHAIR, RoleKind.VICE_CHAIR})
STAFF = LEADERS | {RoleKind.OFFICER, RoleKind.CLERK}
