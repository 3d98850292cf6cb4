from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model
from django.utils.translation import override

from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected, nobody

HEAD = """# Corrections

What was typed can be mended. For each model: which fields, until what, and why a field or a model is left out.
Written by `manage.py corrections` from the declarations in the code; a test holds this page to them.
"""


def corrections_page() -> str:
    with override("en"):
        return "\n".join([HEAD, *(line for model in apps.get_models() for line in _section(model))]) + "\n"


def _section(model: type[Model]) -> Iterable[str]:
    for item in CORRECTIONS.items(model._meta.label):
        yield f"## {str(model._meta.verbose_name).capitalize()} (`{model._meta.label}`)\n"
        yield from _correction(item) if isinstance(item, CorrectionRule) else _reason(item)
        yield ""


def _correction(item: CorrectionRule) -> Iterable[str]:
    yield f"- corrected: {_listed(item.fields)}"
    yield f"- until: {item.until}"
    if item.may_strike is not nobody:
        yield "- a wrong row is struck out with a reason"
    if item.may_remove is not nobody:
        yield "- a wrong row on which nothing stands is removed with a reason"
    for why in dict.fromkeys(item.fixed.values()):
        yield f"- fixed: {_listed(name for name in item.fixed if item.fixed[name] == why)}: {why}"


def _listed(fields: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in fields)


def _reason(item: NotCorrected) -> Iterable[str]:
    yield f"- not corrected: {item.reason}"
