from decimal import Decimal

from demo.context import DemoContext
from demo.wording import SECTIONS
from reports.editions.services.drafting import draft_edition, write_sections
from reports.indicators.choices import Qualifier
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from reports.indicators.services import remark_on_figure


def write_report(context: DemoContext, published: list[str]) -> None:
    """Figures that the press did not publish are marked as demo data."""
    for name, figure in figures_of(Scope.of_year(context.union, context.year)).items():
        if figure.value and name not in published:
            remark_on_figure(actor=context.officer, union=context.union, year=context.year, name=name, is_demo=True)
    if "local_launch_percent" in published:
        remark_on_figure(
            actor=context.officer,
            union=context.union,
            year=context.year,
            name="local_launch_percent",
            qualifier=Qualifier.AT_LEAST,
            typed_value=Decimal(90),
            note="Báo chí đưa: trên 90%",
        )
    edition = draft_edition(actor=context.officer, union=context.union, year=context.year)
    write_sections(actor=context.officer, edition=edition, sections=SECTIONS)
