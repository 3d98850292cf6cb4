"""Lines about the lists and forms of Django's admin, which the table of rights leaves to their one door."""

from collections.abc import Iterator

from django.contrib import admin

from tests.security.matrix import COLUMNS, Line

CELLS = tuple(200 if column == "admin" else 404 for column in COLUMNS)
ASKED_OF_LISTS = {"q", "p", "o", "e", "all", "_facets"}
"""The admin reads the query as a whole, so nobody sees it ask for a name."""


def admin_lines() -> Iterator[Line]:
    for model in admin.site._registry:
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._base_manager.values_list("pk", flat=True).first()
        about = (("object_id", str(row)),)
        yield from (Line(method, f"{page}_changelist", (), CELLS) for method in ("GET", "POST"))
        yield from (Line(method, f"{page}_add", (), CELLS) for method in ("GET", "POST"))
        if row is not None:
            yield from (Line(method, f"{page}_change", about, CELLS) for method in ("GET", "POST"))
            yield from (Line("GET", f"{page}_{name}", about, CELLS) for name in ("history", "delete"))
