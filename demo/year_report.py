"""The draft of the year-end report, and what is said beside its figures."""

from decimal import Decimal

from demo.context import DemoContext
from demo.wording import SECTIONS
from reports.editions.services import draft_edition, write_sections
from reports.indicators.choices import Qualifier
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from reports.indicators.services import remark_on_figure


def write_report(stage: DemoContext, given: list[str]) -> None:
    """Mark every figure that the press did not give as demo data, and draft the report."""
    counted = figures_of(Scope.of_year(stage.union, stage.year))
    for name, each in counted.items():
        if each.value and name not in given:
            remark_on_figure(actor=stage.officer, union=stage.union, year=stage.year, name=name, is_demo=True)
    if "local_launch_percent" in given:
        remark_on_figure(
            actor=stage.officer,
            union=stage.union,
            year=stage.year,
            name="local_launch_percent",
            qualifier=Qualifier.AT_LEAST,
            typed_value=Decimal(90),
            note="Báo chí đưa: trên 90%",
        )
    edition = draft_edition(actor=stage.officer, union=stage.union, year=stage.year)
    write_sections(actor=stage.officer, edition=edition, sections=SECTIONS)
