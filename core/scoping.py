"""Who sees which rows: every model that belongs to somebody answers `visible_to`."""

from typing import Any, Self

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _


class ScopedQuerySet(models.QuerySet[Any]):
    """The root of every list, choice, export and document. A model cannot forget to say who sees it."""

    def visible_to(self, user: Any) -> Self:
        """Return the rows `user` may see; rows outside it do not exist for them (404, never 403)."""
        # No abstract method: a queryset that says nothing must still be made, for work that asks for nobody.
        raise NotImplementedError(f"{self.model.__name__} does not say who sees its rows.")

    def for_table(self) -> Self:
        """Fetch along what the list of these rows shows, so that no column brings a query a row."""
        return self


class OpenQuerySet(ScopedQuerySet):
    """Reference data that every signed-in person may read."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_authenticated else self.none()


def get_visible_or_404(queryset: ScopedQuerySet, user: Any, **lookup: Any) -> Any:
    """Return the one row `user` may see, else raise Http404 in words that betray nothing."""
    try:
        return queryset.visible_to(user).get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError) as missing:
        raise Http404(_("There is nothing at this address.")) from missing
