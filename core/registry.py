from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Items keep the order of registration, each once."""

    def __init__(self) -> None:
        self._items: dict[str, list[T]] = {}

    def register(self, item: T, *, to: str = "") -> None:
        """`to` names the target, such as "unions.Person"."""
        items = self._items.setdefault(to, [])
        if item not in items:
            items.append(item)

    def names(self) -> list[str]:
        return list(self._items)

    def all_items(self) -> list[T]:
        return [item for items in self._items.values() for item in items]

    def items(self, to: str = "") -> list[T]:
        return list(self._items.get(to, ()))
