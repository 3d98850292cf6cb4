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
from unions.models.tree import Union, UnionLink, UnionProfile

__all__ = [
    "Affiliation",
    "Cluster",
    "Employment",
    "Enterprise",
    "GrassrootsUnion",
    "Headcount",
    "Person",
    "Role",
    "Sector",
    "Team",
    "Union",
    "UnionLink",
    "UnionProfile",
    "User",
]
