"""Django finds the models of the features here."""

from reports.editions.models import ReportEdition
from reports.indicators.models import FigureRemark

__all__ = [
    "FigureRemark",
    "ReportEdition",
]
