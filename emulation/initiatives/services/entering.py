from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct
from core.permissions import require
from core.reasons import check_reason
from core.signed_papers import check_not_signed
from core.text import nfc, search_key, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns.models import Campaign
from emulation.initiatives import rules
from emulation.initiatives.choices import COUNTED_INITIATIVE, OPEN_INITIATIVE
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.selectors import campaigns_of_year, workers_among
from unions.access import may_draft_for
from unions.people.models import Person
from unions.people.selectors import worked_in
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import belongs_to, union_above

Authors = Sequence[tuple[Person, int]]
TEXTS = frozenset({"name", "field", "summary", "recognition_decision", "recognised_by"})
DAYS = ("reported_on", "reviewed_on", "recognised_on")
RECOGNITION = {
    "level": "recognition_level",
    "decision": "recognition_decision",
    "recognised_on": "recognised_on",
}
VOTES = ("council_votes", "council_members")
FACTS = ("year", "campaign", "recognition_level", "recognition_decision", *VOTES, *DAYS)
SIGNED = frozenset({"name", "year", "recognition_level", "recognition_decision", "recognised_on"})
"""A signed decision rests on these, and on the authors."""


@transaction.atomic
def draft_initiative(
    *,
    actor: User,
    grassroots: GrassrootsUnion,
    year: int,
    name: str,
    kind: str,
    authors: Authors,
    lead: Person,
    campaign: Campaign | None = None,
    field: str = "",
    summary: str = "",
    document: File[Any] | None = None,
) -> Initiative:
    if not may_draft_for(actor, grassroots.pk):
        raise PermissionDenied
    union = union_above(grassroots)
    check_year(year)
    check_campaign(campaign, union, grassroots, year)
    check_authors(authors, lead, workers_among([lead], grassroots))
    initiative = Initiative(
        union=union,
        grassroots=grassroots,
        campaign=campaign,
        year=year,
        kind=kind,
        document=document or "",
        created_by=actor,
        **cleaned_texts(name=name, field=field, summary=summary),
    )
    initiative.full_clean()
    initiative.save()
    write_authors(initiative, authors, lead)
    record("initiative.draft", initiative, actor=actor, after=initiative.state)
    return initiative


@transaction.atomic
def correct_initiative(
    initiative: Initiative,
    *,
    actor: User,
    expected_revision: int | None,
    reason: str = "",
    authors: Authors | None = None,
    lead: Person | None = None,
    **values: Any,
) -> Initiative:
    """Change a draft, or correct a registered initiative for a reason.

    `values` may hold the declared fields except the application; a new `document` replaces the old one.
    """
    initiative = lock(initiative)
    require(actor, rules.may_correct_initiative, initiative)
    check_open_or_counted(initiative)
    if rules.is_counted(initiative):
        check_reason(reason)
    values |= cleaned_texts(**{name: values[name] for name in TEXTS & values.keys()})
    if not values.get("document", True):
        values.pop("document")
    check_corrected(initiative, values)
    if authors is not None and lead is not None:
        check_authors(authors, lead, leads_allowed(initiative, lead))
    changed = {name for name, value in values.items() if getattr(initiative, name) != value}
    also = write_authors(initiative, authors, lead) if authors is not None and lead is not None else {}
    if changed & SIGNED or also:
        check_not_signed(initiative)
    return correct(
        initiative, actor=actor, values=values, expected_revision=expected_revision, reason=reason, also=also
    )


def check_corrected(initiative: Initiative, values: dict[str, Any]) -> None:
    """Raise ValidationError where the facts contradict each other."""
    facts = {name: values.get(name, getattr(initiative, name)) for name in FACTS}
    check_year(facts["year"])
    if {"campaign", "year"} & {name for name, value in facts.items() if value != getattr(initiative, name)}:
        check_campaign(facts["campaign"], initiative.union, initiative.grassroots, facts["year"])
    days = rules.InitiativeDays(**{name: facts[name] for name in DAYS})
    errors = rules.days_objections(days, year=facts["year"], today=timezone.localdate())
    errors |= rules.votes_objections(*(facts[name] for name in VOTES))
    if initiative.state == S.RECOGNISED or initiative.is_history:
        recognition = facts["recognition_level"], facts["recognition_decision"], facts["recognised_on"]
        missing = rules.recognition_objections(*recognition)
        errors |= {RECOGNITION[name]: message for name, message in missing.items()}
    if errors:
        raise ValidationError(errors)


def cleaned_texts(**texts: str) -> dict[str, str]:
    """Return tidy texts with the name's search key; the summary keeps its paragraphs."""
    cleaned = {name: nfc(text).strip() if name == "summary" else tidy(text) for name, text in texts.items()}
    if "name" in cleaned:
        cleaned["search_key"] = search_key(cleaned["name"])[:300]
        if not cleaned["search_key"]:
            raise ValidationError({"name": _("Give the initiative a name in words.")})
    return cleaned


def check_year(year: int) -> None:
    if objection := rules.year_objection(year, timezone.localdate()):
        raise ValidationError({"year": objection})


def check_unit(grassroots: GrassrootsUnion, union: Union) -> None:
    if not belongs_to(grassroots, union):
        raise ValidationError({"grassroots": _("This unit does not belong to “%(union)s”.") % {"union": union}})


def check_campaign(campaign: Campaign | None, union: Union, grassroots: GrassrootsUnion, year: int) -> None:
    if campaign and not campaigns_of_year(union, grassroots, year).filter(pk=campaign.pk).exists():
        raise ValidationError(
            {"campaign": _("This campaign does not run for this unit in the year %(year)s.") % {"year": year}}
        )


def leads_allowed(initiative: Initiative, lead: Person) -> set[int]:
    """The lead of a registered initiative may have left the unit."""
    if rules.is_counted(initiative):
        return {lead.pk} if worked_in(lead, initiative.grassroots) else set()
    return workers_among([lead], initiative.grassroots)


def check_authors(authors: Authors, lead: Person, workers: set[int]) -> None:
    pairs = [(person.pk, share) for person, share in authors]
    if messages := [message for _row, message in rules.author_objections(pairs, lead.pk, workers)]:
        raise ValidationError({"authors": messages})


def check_open(initiative: Initiative) -> None:
    """Raise MoveNotAllowed where the unit may not change the initiative."""
    if rules.is_counted(initiative):
        raise MoveNotAllowed(
            _("The initiative is registered. If it is wrong, please ask the officer to correct or return it.")
        )
    check_open_or_counted(initiative)


def check_open_or_counted(initiative: Initiative) -> None:
    if initiative.state not in OPEN_INITIATIVE | COUNTED_INITIATIVE:
        raise MoveNotAllowed(
            _("Only a draft or a returned initiative can be changed; this one is now “%(state)s”."),
            {"state": initiative.get_state_display()},
        )


def write_authors(initiative: Initiative, authors: Authors, lead: Person) -> dict[str, list[str]]:
    """Return the change for the audit log, {} where none."""
    before = list(initiative.authors.select_related("person"))
    rows = [
        InitiativeAuthor(initiative=initiative, person=person, share_percent=share, is_lead=person == lead)
        for person, share in authors
    ]
    if _row_values(before) == _row_values(rows):
        return {}
    initiative.authors.all().delete()
    InitiativeAuthor.objects.bulk_create(rows)
    return {"authors": [", ".join(map(str, before)), ", ".join(map(str, rows))]}


def _row_values(rows: list[InitiativeAuthor]) -> set[tuple[int, int, bool]]:
    return {(row.person_id, row.share_percent, row.is_lead) for row in rows}
