# Django looks for the models of an app in this module.

from reports.editions.models import ReportEdition
from reports.indicators.models import FigureRemark

__all__ = [
    "FigureRemark",
    "ReportEdition",
]
