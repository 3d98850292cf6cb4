"""Numbers in sequence without holes: taken inside the transaction that uses them."""

from django.db import transaction

from core.models import NumberSequence


@transaction.atomic(durable=False)
def next_number(series: str) -> int:
    """Return the next number of `series` (the first is 1); the series stays locked until the caller commits.

    Call it inside the transaction that uses the number: if that fails, the number is free again.
    """
    sequence, _created = NumberSequence.objects.select_for_update().get_or_create(series=series)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
