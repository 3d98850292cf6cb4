from unions.models.accounts import Role, User
from unions.models.clusters import ClusterYear, PactSignature
from unions.models.grassroots import (
    Affiliation,
    Cluster,
    Enterprise,
    GrassrootsUnion,
    Headcount,
    Sector,
    Team,
)
from unions.models.imports import SheetImport, SheetRow
from unions.models.invitations import Invitation
from unions.models.likeness import Likeness, MovedRow, PersonMerge
from unions.models.people import Employment, Person
from unions.models.reorganisation import GrassrootsName, Reorganisation, ReorganisationLine, Succession
from unions.models.safety import AttemptCount, RecoveryCode, SignedInSession
from unions.models.tree import Union, UnionLink, UnionLogo, UnionProfile

__all__ = [
    "Affiliation",
    "AttemptCount",
    "Cluster",
    "ClusterYear",
    "Employment",
    "Enterprise",
    "GrassrootsName",
    "GrassrootsUnion",
    "Headcount",
    "Invitation",
    "Likeness",
    "MovedRow",
    "PactSignature",
    "Person",
    "PersonMerge",
    "RecoveryCode",
    "Reorganisation",
    "ReorganisationLine",
    "Role",
    "Sector",
    "SheetImport",
    "SheetRow",
    "SignedInSession",
    "Succession",
    "Team",
    "Union",
    "UnionLink",
    "UnionLogo",
    "UnionProfile",
    "User",
]
