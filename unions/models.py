"""Django finds the models of the features here."""

from unions.dismissals.models import Dismissal
from unions.duplicates.models import DuplicateCandidate
from unions.imports.models import ImportedRecord, SheetImport, SheetRow
from unions.people.models import Employment, MovedRow, Person, PersonMerge
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile
from unions.units.models import (
    Affiliation,
    Cluster,
    Enterprise,
    GrassrootsName,
    GrassrootsUnion,
    Headcount,
    Sector,
    Team,
)

__all__ = [
    "Affiliation",
    "Cluster",
    "Dismissal",
    "DuplicateCandidate",
    "Employment",
    "Enterprise",
    "GrassrootsName",
    "GrassrootsUnion",
    "Headcount",
    "ImportedRecord",
    "MovedRow",
    "Person",
    "PersonMerge",
    "Sector",
    "SheetImport",
    "SheetRow",
    "Team",
    "Union",
    "UnionLink",
    "UnionLogo",
    "UnionProfile",
]
