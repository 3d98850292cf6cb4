"""The docs say what the code does."""

import re
from pathlib import Path

from reports.diagrams import workflows_page

ROOT = Path(__file__).parent.parent


def test_the_page_of_the_workflows_is_the_tables_in_the_code():
    assert (ROOT / "docs/workflows.md").read_text() == workflows_page(), (
        "Run: .venv/bin/python manage.py workflows > docs/workflows.md"
    )


def test_every_setting_read_from_the_environment_is_in_the_page_on_deployment():
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
    told = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/deployment.md").read_text(), re.MULTILINE))
    assert read | {"EMAIL_URL", "DATABASE_URL"} == told


def test_no_page_links_to_a_file_that_is_not_there():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []
