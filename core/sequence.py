from django.db import transaction

from core.models import NumberSequence


@transaction.atomic(durable=False)
def next_number(series: str) -> int:
    """Return the next number of `series`, from 1 and without holes.

    Call it in the transaction that uses the number: it locks the series until commit; a rollback frees the number.
    """
    sequence, _created = NumberSequence.objects.select_for_update().get_or_create(series=series)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
