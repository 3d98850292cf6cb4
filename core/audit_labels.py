from collections.abc import Mapping

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register_labels(labels: Mapping[str, str | Promise]) -> None:
    _labels.update(labels)


def label_for(act: str) -> str:
    """An unknown code is returned as it is."""
    return str(_labels.get(act, act))


def labelled_actions() -> set[str]:
    return set(_labels)
