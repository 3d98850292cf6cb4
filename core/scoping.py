from typing import Any, Self

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _


class ScopedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Return the rows `user` may see; other rows answer 404, never 403."""
        # No abstract method: a queryset that says nothing must still be made, for work that asks for nobody.
        raise NotImplementedError(f"{self.model.__name__} does not say who sees its rows.")

    def for_table(self) -> Self:
        """Fetch what the columns of the list show."""
        return self


class StrikableQuerySet(ScopedQuerySet):
    def not_struck(self) -> Self:
        return self.filter(struck_at=None)


class OpenQuerySet(ScopedQuerySet):
    """Reference data that every signed-in user may read."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_authenticated else self.none()


def get_visible_or_404(queryset: ScopedQuerySet, user: Any, **lookup: Any) -> Any:
    try:
        return queryset.visible_to(user).get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError) as missing:
        raise Http404(_("There is nothing at this address.")) from missing
