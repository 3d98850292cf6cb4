from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.text import nfc, search_key, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.campaigns.models import Campaign
from emulation.initiatives import rules
from emulation.initiatives.choices import COUNTED_INITIATIVE, OPEN_INITIATIVE
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.initiatives.selectors import open_campaigns, workers_among
from emulation.initiatives.workflow import INITIATIVE
from unions.access import may_draft_for
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import union_above

Authors = Sequence[tuple[Person, int]]


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
    check_authors(authors, lead, grassroots)
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
def edit_initiative(
    *,
    actor: User,
    initiative: Initiative,
    expected_revision: int | None,
    authors: Authors,
    lead: Person,
    **values: Any,
) -> Initiative:
    """Change a draft or a returned initiative; `values` may hold name, kind, campaign, field, summary, document."""
    initiative = lock(initiative)
    if not rules.is_drafter(actor, initiative):
        raise PermissionDenied
    check_open(initiative)
    if (campaign := values.get("campaign")) and campaign.pk != initiative.campaign_id:
        check_campaign(campaign, initiative.union, initiative.grassroots, initiative.year)
    check_authors(authors, lead, initiative.grassroots)
    texts = {name: values.pop(name) for name in ("name", "field", "summary") if name in values}
    if not values.get("document", True):
        values.pop("document")
    changes = update_fields(initiative, {**values, **cleaned_texts(**texts)}, expected_revision=expected_revision)
    changes |= write_authors(initiative, authors, lead)
    record("initiative.edit", initiative, actor=actor, detail=changes)
    return initiative


def cleaned_texts(**texts: str) -> dict[str, str]:
    """Return the texts as stored: tidied, in the summary with its paragraphs, and with the name's search key."""
    cleaned = {name: nfc(text).strip() if name == "summary" else tidy(text) for name, text in texts.items()}
    if "name" in cleaned:
        cleaned["search_key"] = search_key(cleaned["name"])[:300]
        if not cleaned["search_key"]:
            raise ValidationError({"name": _("Give the initiative a name in words.")})
    return cleaned


def check_year(year: int) -> None:
    if objection := rules.year_objection(year, timezone.localdate()):
        raise ValidationError({"year": objection})


def check_campaign(campaign: Campaign | None, union: Union, grassroots: GrassrootsUnion, year: int) -> None:
    if campaign and not open_campaigns(union, grassroots, year).filter(pk=campaign.pk).exists():
        raise ValidationError(
            {"campaign": _("This campaign does not run for this unit in the year %(year)s.") % {"year": year}}
        )


def check_authors(authors: Authors, lead: Person, grassroots: GrassrootsUnion) -> None:
    pairs = [(person.pk, share) for person, share in authors]
    workers = workers_among([lead], grassroots)
    if messages := [message for _row, message in rules.author_objections(pairs, lead.pk, workers)]:
        raise ValidationError({"authors": messages})


def check_open(initiative: Initiative) -> None:
    if initiative.state not in OPEN_INITIATIVE:
        raise MoveNotAllowed(
            _("Only a draft or a returned initiative can be changed; this one is now “%(state)s”."),
            {"state": initiative.get_state_display()},
        )


def write_authors(initiative: Initiative, authors: Authors, lead: Person) -> dict[str, list[str]]:
    """Replace the author rows if they differ; return the change for the audit log."""
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


def submit_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("submit", initiative, actor=actor, reason=reason)


def return_initiative(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    return INITIATIVE.perform("return", initiative, actor=actor, reason=reason)


def register_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("register", initiative, actor=actor, reason=reason)


def withdraw_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("withdraw", initiative, actor=actor, reason=reason)


def report_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("report", initiative, actor=actor, reason=reason)


def review_initiative(initiative: Initiative, *, actor: User, reason: str = "") -> Initiative:
    return INITIATIVE.perform("review", initiative, actor=actor, reason=reason)


def decline_initiative(initiative: Initiative, *, actor: User, reason: str) -> Initiative:
    return INITIATIVE.perform("decline", initiative, actor=actor, reason=reason)


def recognise_initiative(
    initiative: Initiative, *, actor: User, level: str, decision: str, recognised_on: date | None
) -> Initiative:
    """After the review a leader recognises it; before it the officer notes the employer's recognition."""
    is_before_review = initiative.state in {S.REGISTERED, S.REPORTED}
    move = "note_recognition" if is_before_review else "recognise"
    return INITIATIVE.perform(
        move, initiative, actor=actor, level=level, decision=tidy(decision), recognised_on=recognised_on
    )


@transaction.atomic
def note_application(
    *,
    actor: User,
    initiative: Initiative,
    applied_on: date | None,
    applied_where: str,
    benefit_amount: int | None = None,
    benefit_basis: str = "",
    expected_revision: int | None = None,
) -> Initiative:
    """Save since when and where it is applied, and its benefit in đồng. A second call corrects the first."""
    initiative = lock(initiative)
    if not rules.may_note_application(actor, initiative):
        raise PermissionDenied
    check_counted(initiative)
    where, basis = tidy(applied_where), tidy(benefit_basis)
    errors = rules.application_objections(
        applied_on, where, benefit_amount, basis, initiative.year, timezone.localdate()
    )
    if errors:
        raise ValidationError(errors)
    values = {
        "applied_on": applied_on,
        "applied_where": where,
        "benefit_amount": benefit_amount,
        "benefit_basis": basis,
    }
    changes = update_fields(initiative, values, expected_revision=expected_revision)
    record("initiative.apply", initiative, actor=actor, detail=changes)
    return initiative


def check_counted(initiative: Initiative) -> None:
    if initiative.state not in COUNTED_INITIATIVE:
        raise MoveNotAllowed(
            _("Only a registered initiative can be noted as applied; this one is now “%(state)s”."),
            {"state": initiative.get_state_display()},
        )
