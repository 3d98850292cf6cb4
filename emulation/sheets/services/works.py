from django.db import transaction

from accounts.users.models import User
from core.audit import record_many
from core.confirmation import entered_state
from core.text import comparison_key
from emulation.sheets.models import RegistrationSheet
from emulation.works.models import Work
from unions.units.selectors import union_above


@transaction.atomic
def enter_works(*, actor: User, sheet: RegistrationSheet, values: dict[str, int | None]) -> list[Work]:
    """`values` in đồng, by the name of the work. What the unit has under the name in this year stays as it is."""
    if not values:
        return []
    stored = Work.objects.not_struck().filter(grassroots=sheet.grassroots_id, year=sheet.year)
    there = {comparison_key(name) for name in stored.order_by().values_list("name", flat=True)}
    union, new = union_above(sheet.grassroots), {comparison_key(name): name for name in reversed(values)}
    works = Work.objects.bulk_create(
        Work(
            union=union,
            grassroots=sheet.grassroots,
            campaign=sheet.campaign,
            year=sheet.year,
            name=name,
            value=values[name],
            created_by=actor,
            **entered_state(is_confirmed=False),
        )
        for key, name in reversed(new.items())
        if key not in there
    )
    record_many("work.enter", ((work, {}) for work in works), actor=actor)
    return works
