"""The letter that goes to the units with a plan: what to do, by when, where."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents.description import Block, Document, Paragraph
from core.documents.layout import ended
from core.documents.storage import stored_document
from core.text import long_date
from emulation.campaigns.documents import wording
from emulation.campaigns.documents.plan import leader_signature, paper_day
from emulation.campaigns.models import Campaign, CampaignLetter
from unions.tree.letterheads import deciding_body, letterhead_of
from unions.tree.models import UnionProfile


def letter_of(campaign: Campaign) -> CampaignLetter | None:
    return getattr(campaign, "letter", None)


def letter_document(campaign: Campaign) -> Document:
    """The letter as it was numbered; before, as it would be numbered today."""
    letter = letter_of(campaign)
    return (stored_document(letter) if letter else None) or drawn_letter(campaign, letter)


def drawn_letter(campaign: Campaign, letter: CampaignLetter | None) -> Document:
    dated_on = letter.dated_on if letter else None
    profile = campaign.union.profile_on(paper_day(campaign, dated_on))
    with override("vi"):
        about = _("Re: carrying out %(movement)s") % {"movement": wording.movement_of_year(campaign)}
        symbol = letter.symbol if letter else f"/{profile.symbol}"
        return Document(
            title=about,
            author=profile.name,
            letterhead=replace(letterhead_of(profile, date=dated_on, number_symbol=symbol), about=about),
            addressees=(_("The committees of %(units)s") % {"units": wording.units(campaign)},),
            blocks=tuple(_body(campaign, profile)),
            signatures=((leader_signature(campaign, profile),),),
            recipients=(_("As above"), _("Archive: VT, CS")),
        )


def _body(campaign: Campaign, profile: UnionProfile) -> Iterator[Block]:
    opening = _(
        "In pursuance of %(plan)s on the %(purpose)s, %(union)s asks the committees of the grassroots unions to do "
        "the following:"
    )
    values = {"plan": _plan(campaign, profile), "purpose": wording.purpose(campaign), "union": profile.name}
    yield Paragraph(opening % values)
    for number, (task, lines) in enumerate(_tasks(campaign, profile), 1):
        yield Paragraph(" ".join(f"{line}." for line in lines), lead=f"{number}. {task}:")
    yield Paragraph(ended(_("%(union)s asks the committees to carry this out in earnest") % {"union": profile.name}))


def _plan(campaign: Campaign, profile: UnionProfile) -> str:
    issuer = deciding_body(profile)
    if not campaign.plan_number or campaign.plan_date is None:
        return _("the plan of %(issuer)s") % {"issuer": issuer}
    values = {"number": campaign.plan_number, "day": long_date(campaign.plan_date), "issuer": issuer}
    return _("plan no. %(number)s, %(day)s, of %(issuer)s") % values


def _tasks(campaign: Campaign, profile: UnionProfile) -> Iterator[tuple[str, list[str]]]:
    yield (
        _("Receiving the plan"),
        [_("Confirm that the plan was received, and make it known to all members and workers of the unit")],
    )
    launch = _("Launch the movement together with the management of the unit, with contents and targets of its own")
    report = _("Report the launch: its day, how many took part, how many of them women, contents and targets")
    yield _("Launching at the unit"), [launch, report]
    if days := wording.registration(campaign):
        yield _("Registering titles"), days
    yield _("Reporting the results"), [_until(campaign)]
    yield _("Where"), list(_where(profile))


def _until(campaign: Campaign) -> str:
    return _("Report the results by the end of %(last)s") % {"last": long_date(campaign.period_end)}


def _where(profile: UnionProfile) -> Iterator[str]:
    yield _("Receipt, launch, registration and results are entered at %(address)s") % {"address": settings.BASE_URL}
    yield _("A unit that cannot do so sends them on paper to %(union)s") % {"union": profile.name}
