"""What a feature adds to a page or a list of a feature below it."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Items in the order of their registration; the same item registered twice is kept once.

    A feature fills registries in `register()` of its `contributions.py`, which the app calls when Django is ready.
    """

    def __init__(self) -> None:
        self._items: dict[str, list[T]] = {}

    def register(self, item: T, *, to: str = "") -> None:
        """Add `item`; `to` names what it is added to, such as a model label ("unions.Person")."""
        items = self._items.setdefault(to, [])
        if item not in items:
            items.append(item)

    def items(self, to: str = "") -> list[T]:
        return list(self._items.get(to, ()))
