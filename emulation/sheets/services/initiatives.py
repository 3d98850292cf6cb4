import dataclasses
from collections.abc import Iterator, Sequence

from django.db import transaction

from accounts.users.models import User
from core.audit import record_many
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.rules import equal_shares, usual_kind
from emulation.initiatives.services.entering import cleaned_texts
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.rows import initiatives_on
from unions.people.models import Person
from unions.units.selectors import union_above


@dataclasses.dataclass
class NewInitiative:
    name: str
    kind: str = ""
    """Empty: the usual one of the unit."""
    field: str = ""
    authors: list[Person] = dataclasses.field(default_factory=list)


@transaction.atomic
def draft_initiatives(
    *, actor: User, sheet: RegistrationSheet, initiatives: Sequence[NewInitiative]
) -> list[Initiative]:
    """What the sheet has under the same name stays as it is. The authors share equally, the first leads."""
    there = set(initiatives_on(sheet).values_list("search_key", flat=True))
    texts = [(each, cleaned_texts(name=each.name, field=each.field)) for each in initiatives]
    new = [(each, values) for each, values in texts if values["search_key"] not in there]
    if not new:
        return []
    union = union_above(sheet.grassroots)
    drafts = Initiative.objects.bulk_create(
        Initiative(
            union=union,
            grassroots=sheet.grassroots,
            campaign=sheet.campaign,
            year=sheet.year,
            kind=each.kind or usual_kind(sheet.grassroots.sector.kind),
            created_by=actor,
            **values,
        )
        for each, values in new
    )
    pairs = zip(drafts, (each for each, _values in new), strict=True)
    InitiativeAuthor.objects.bulk_create(row for draft, each in pairs for row in _authors(draft, each.authors))
    record_many("initiative.draft", ((draft, {}) for draft in drafts), actor=actor)
    return drafts


def _authors(initiative: Initiative, people: Sequence[Person]) -> Iterator[InitiativeAuthor]:
    for person, share in zip(people, equal_shares(len(people)), strict=True):
        is_lead = person == people[0]
        yield InitiativeAuthor(initiative=initiative, person=person, share_percent=share, is_lead=is_lead)
