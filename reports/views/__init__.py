from reports.views.editions import (
    EditionCreate,
    EditionIssue,
    EditionList,
    EditionPage,
    EditionWrite,
    edition_file,
    edition_preview,
)
from reports.views.figures import FigurePage, Overview, RemarkPage, entrance

__all__ = [
    "EditionCreate",
    "EditionIssue",
    "EditionList",
    "EditionPage",
    "EditionWrite",
    "FigurePage",
    "Overview",
    "RemarkPage",
    "edition_file",
    "edition_preview",
    "entrance",
]
