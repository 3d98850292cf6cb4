from reports.selectors.figures import Figure, figure, figures, split_by_sector
from reports.selectors.indicators import Indicator, indicator, indicators

__all__ = ["Figure", "Indicator", "figure", "figures", "indicator", "indicators", "split_by_sector"]
