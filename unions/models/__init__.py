from unions.models.accounts import Role, User
from unions.models.grassroots import (
    Affiliation,
    Cluster,
    Enterprise,
    GrassrootsUnion,
    Headcount,
    Sector,
    Team,
)
from unions.models.people import Employment, Person
from unions.models.reorganisation import GrassrootsName, Reorganisation, ReorganisationLine, Succession
from unions.models.tree import Union, UnionLink, UnionProfile

__all__ = [
    "Affiliation",
    "Cluster",
    "Employment",
    "Enterprise",
    "GrassrootsName",
    "GrassrootsUnion",
    "Headcount",
    "Person",
    "Reorganisation",
    "ReorganisationLine",
    "Role",
    "Sector",
    "Succession",
    "Team",
    "Union",
    "UnionLink",
    "UnionProfile",
    "User",
]
