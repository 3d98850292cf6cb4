"""Numbers of papers, the portal's next or one typed from the federation's book."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.models import NumberSequence, UsedNumber

LARGEST_NUMBER = 99_999


@transaction.atomic(durable=False)
def take_number(series: str, *, typed: int | None = None) -> int:
    """Mark `typed`, or the number after the largest of `series`, as used.

    The series is locked until commit; a rollback frees the number. Raises ValidationError at "number".
    """
    sequence, _created = NumberSequence.objects.select_for_update().get_or_create(series=series)
    number = sequence.last + 1 if typed is None else typed
    _check_free(sequence, number)
    UsedNumber.objects.create(sequence=sequence, number=number)
    sequence.last = max(sequence.last, number)
    sequence.save(update_fields=["last"])
    return number


def check_number(series: str, number: int) -> None:
    """Raise ValidationError at "number" for a used one; take none."""
    _check_free(NumberSequence.objects.filter(series=series).first() or NumberSequence(series=series), number)


def upcoming_number(series: str) -> int:
    """No number is taken."""
    return (NumberSequence.objects.filter(series=series).values_list("last", flat=True).first() or 0) + 1


def _check_free(sequence: NumberSequence, number: int) -> None:
    if not 1 <= number <= LARGEST_NUMBER:
        raise ValidationError({"number": _("A number lies between 1 and 99.999.")})
    if UsedNumber.objects.filter(sequence__series=sequence.series, number=number).exists():
        message = _("Number %(number)d has been used already. The next number of the portal is %(next)d.")
        raise ValidationError({"number": message % {"number": number, "next": sequence.last + 1}})
