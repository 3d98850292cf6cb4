"""A signed paper never changes; the row behind it may."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.registry import Registry
from core.workflow import MoveNotAllowed

HOW_TO_GO_ON = _("%(paper)s is signed and does not change. To correct it, draft a new decision that replaces it.")


@dataclass(frozen=True)
class SignedPaper:
    name: str
    """ "Quyết định số 45/QĐ-LĐLĐ" """
    url: str = ""


SIGNED_PAPERS: Registry[Callable[[Any], Iterable[SignedPaper]]] = Registry()
"""object → signed papers about it, by model label ("unions.Person")."""


def signed_papers_about(obj: Model) -> list[SignedPaper]:
    return [paper for provider in SIGNED_PAPERS.items(obj._meta.label) for paper in provider(obj)]


def check_not_signed(obj: Model) -> None:
    """Raise MoveNotAllowed with the first signed paper about `obj`."""
    for paper in signed_papers_about(obj):
        raise MoveNotAllowed(HOW_TO_GO_ON, {"paper": paper.name})
