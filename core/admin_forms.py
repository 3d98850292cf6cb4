"""Forms of Django's admin, and what they say where the database refuses."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from core.forms import FIRST_YEAR, LAST_YEAR
from core.frozen.triggers import MESSAGE
from core.text.numbers import plain_number
from core.violations import violations_in_words

FROZEN = _("This is part of something signed or closed, which does not change any more.")
REFERRED_TO = _("This is not deleted, because other records refer to it.")
NOT_ACCEPTED = _("These values do not fit together with what is stored already. Please check them.")


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Here no service checks first, so the database is the one that refuses."""
    try:
        with violations_in_words():
            yield
    except (ProtectedError, RestrictedError) as error:
        raise ValidationError(REFERRED_TO) from error
    except (IntegrityError, DataError) as error:
        raise ValidationError(FROZEN if MESSAGE in str(error) else NOT_ACCEPTED) from error


def refused(request: HttpRequest, error: ValidationError) -> HttpResponseRedirect:
    for sentence in error.messages:
        messages.error(request, sentence)
    return HttpResponseRedirect(request.get_full_path())


class WholeForm(forms.ModelForm):
    """Validates constraints over read-only fields too, and says what the database refused."""

    refusal: ValidationError | None = None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.refusal:
            self.add_error(None, self.refusal.messages)
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)


def are_keys(sent: Iterable[Any]) -> bool:
    return all(plain_number(str(each)) is not None for each in sent)


def whole_number_bounds(field: models.IntegerField[Any, Any]) -> tuple[int, int]:
    """The same on both databases; SQLite alone stores 64 bits in each column."""
    if field.name == "year":
        return FIRST_YEAR, LAST_YEAR
    return BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]


class KeysMixin:
    """Django's own widgets ask the database for whatever was sent."""

    def optgroups(self, name: str, value: Sequence[Any], attrs: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if are_keys([each])], attrs)  # type: ignore[misc]


class KeySelect(KeysMixin, AutocompleteSelect):
    pass


class KeySelectMultiple(KeysMixin, AutocompleteSelectMultiple):
    pass
