"""The docs say what the code does."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from core.corrections_page import corrections_page
from core.messages_page import messages_page
from core.notifications import NEWS
from core.proxy_page import proxy_page
from emulation.eligibility.rules_page import rules_page
from reports.diagrams import workflows_page
from tests.our_apps import APPS
from unions.access import RoleKind

ROOT = Path(__file__).parent.parent


def test_the_page_of_the_workflows_is_the_tables_in_the_code():
    assert (ROOT / "docs/workflows.md").read_text() == workflows_page(), (
        "Run: .venv/bin/python manage.py workflows > docs/workflows.md"
    )


def test_the_page_of_the_messages_is_what_the_features_register():
    assert (ROOT / "docs/messages.md").read_text() == messages_page(), (
        "Run: .venv/bin/python manage.py messages > docs/messages.md"
    )
    assert {kind for kind in NEWS.names() if not NEWS.items(kind)[0].subject} == set()


def test_the_page_for_the_proxy_is_the_limits_of_the_views():
    assert (ROOT / "docs/proxy.md").read_text() == proxy_page(), (
        "Run: .venv/bin/python manage.py proxy_limits > docs/proxy.md"
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


def glossary() -> str:
    return (ROOT / "docs/glossary.md").read_text()


def test_every_model_is_in_the_glossary():
    models = [model.__name__ for app in APPS for model in apps.get_app_config(app).get_models()]
    assert [name for name in models if f"| `{name}` |" not in glossary()] == []


def test_every_state_is_in_the_glossary_and_no_other():
    states = {
        f"{model.__name__}.{field.name}": [value for value, _label in field.choices]
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if field.name in {"state", "status"}
    }
    rows = re.findall(r"^\| `(\w+\.(?:state|status))` \| (.*) \|$", glossary(), re.MULTILINE)
    assert {name: re.findall(r"`(\w+)`", row) for name, row in rows} == states


def test_every_role_is_in_the_glossary():
    assert [role.name for role in RoleKind if f"`RoleKind.{role.name}`" not in glossary()] == []


def test_the_page_of_the_corrections_is_the_declarations_in_the_code():
    assert (ROOT / "docs/corrections.md").read_text() == corrections_page(), (
        "Run: .venv/bin/python manage.py corrections > docs/corrections.md"
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.django_db
def test_the_page_of_the_rules_is_the_law_that_is_shipped():
    assert (ROOT / "docs/rules.md").read_text() == rules_page(), (
        "Run: .venv/bin/python manage.py rules_page > docs/rules.md"
    )
