from unions.units.models.groups import Cluster, ClusterQuerySet, Enterprise, EnterpriseQuerySet, Sector
from unions.units.models.parts import GrassrootsName, Headcount, Team
from unions.units.models.units import (
    Affiliation,
    BelowGrassroots,
    GrassrootsUnion,
    GrassrootsUnionQuerySet,
    reached_on_the_eve,
    reached_units,
)

__all__ = [
    "Affiliation",
    "BelowGrassroots",
    "Cluster",
    "ClusterQuerySet",
    "Enterprise",
    "EnterpriseQuerySet",
    "GrassrootsName",
    "GrassrootsUnion",
    "GrassrootsUnionQuerySet",
    "Headcount",
    "Sector",
    "Team",
    "reached_on_the_eve",
    "reached_units",
]
