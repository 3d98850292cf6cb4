from reports.services.editions import (
    draft_edition,
    issue_edition,
    remark_on_figure,
    render_edition,
    write_sections,
)

__all__ = ["draft_edition", "issue_edition", "remark_on_figure", "render_edition", "write_sections"]
