from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """What features add to a page or list below them, in the order of registration; an item is kept once."""

    def __init__(self) -> None:
        self._items: dict[str, list[T]] = {}

    def register(self, item: T, *, to: str = "") -> None:
        """`to` names what the item is added to, such as a model label ("unions.Person")."""
        items = self._items.setdefault(to, [])
        if item not in items:
            items.append(item)

    def items(self, to: str = "") -> list[T]:
        return list(self._items.get(to, ()))
