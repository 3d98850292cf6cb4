"""The plan of a campaign as a paper (domain handbook 5.1, 5.2). Parts without contents are not printed."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.users.selectors import chaired_on
from core.documents.description import Block, Document, Heading, Items, Paragraph, ParagraphKind, Signature
from core.documents.layout import ended, listed
from core.documents.storage import stored_document
from core.text import long_date, quoted
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.documents import wording
from emulation.campaigns.documents.targets import targets_annex
from emulation.campaigns.models import Campaign
from emulation.clusters.documents import split_lines
from emulation.law.selectors import legal_grounds_on
from unions.tree.letterheads import chair_signature, deciding_body, letterhead_of, vice_chair_signature
from unions.tree.models import UnionProfile

PLAN_TYPE = "KẾ HOẠCH"
ROMAN = ("I", "II", "III", "IV", "V", "VI")
Part = tuple[str, list[Block]]


def plan_document(campaign: Campaign) -> Document:
    """The plan as it was numbered; before, as it would be numbered today."""
    return stored_document(campaign) or drawn_plan(campaign)


def paper_day(campaign: Campaign, dated_on: date | None) -> date:
    """The words of an undated paper are those of the launch, before it those of today."""
    return dated_on or campaign.launched_on or timezone.localdate()


def drawn_plan(campaign: Campaign) -> Document:
    day = paper_day(campaign, campaign.plan_date)
    profile = campaign.union.profile_on(day)
    symbol = campaign.plan_number or f"/KH-{profile.symbol}"
    with override("vi"):
        annex = targets_annex(campaign, day, _note(campaign, symbol, profile))
        return Document(
            title=f"{PLAN_TYPE} {campaign.plan_number}".strip(),
            author=profile.name,
            letterhead=letterhead_of(profile, date=campaign.plan_date, number_symbol=symbol),
            type_name=PLAN_TYPE,
            subject=wording.subject(campaign),
            blocks=tuple(_body(campaign, profile, day)),
            signatures=((leader_signature(campaign, profile),),),
            recipients=tuple(_recipients(campaign)),
            annexes=(annex,) if annex else (),
        )


def leader_signature(campaign: Campaign, profile: UnionProfile) -> Signature:
    """Whoever approved the plan signs it: the chair, or a vice-chair for the chair."""
    leader = campaign.approved_by
    if leader is None or campaign.approved_at is None:
        return chair_signature(profile)
    is_chair = chaired_on(leader.pk, campaign.union_id, timezone.localdate(campaign.approved_at))
    signature = chair_signature if is_chair else vice_chair_signature
    return signature(profile, leader.full_name)


def _note(campaign: Campaign, symbol: str, profile: UnionProfile) -> str:
    if campaign.plan_date is None:
        return ""
    values = {"number": symbol, "day": long_date(campaign.plan_date), "issuer": deciding_body(profile)}
    return _("(Attached to plan no. %(number)s, %(day)s, of %(issuer)s)") % values


def _body(campaign: Campaign, profile: UnionProfile, day: date) -> Iterator[Block]:
    for ground in [*legal_grounds_on(day), *_plan_above(campaign)]:
        yield Paragraph(ground, ParagraphKind.LEGAL_BASIS)
    values = {"issuer": deciding_body(profile), "purpose": wording.purpose(campaign)}
    yield Paragraph(_("%(issuer)s draws up the plan of the %(purpose)s as follows:") % values)
    printed = [part for part in _parts(campaign, profile, day) if part[1]]
    for number, (heading, blocks) in zip(ROMAN, printed, strict=False):
        yield Heading(f"{number}. {heading}", 2)
        yield from blocks
    yield from _items(_("Attached documents:"), campaign.attachments.values_list("name", flat=True))
    closing = _(
        "This is the plan of the %(purpose)s. %(issuer)s asks the grassroots unions to carry it out in earnest"
    )
    yield Paragraph(ended(closing % values))


def _plan_above(campaign: Campaign) -> Iterator[str]:
    above = campaign.parent
    if above and above.plan_number and above.plan_date:
        issuer = deciding_body(above.union.profile_on(above.plan_date))
        values = {"number": above.plan_number, "day": long_date(above.plan_date), "issuer": issuer}
        yield _("In pursuance of plan no. %(number)s, %(day)s, of %(issuer)s;") % values


def _parts(campaign: Campaign, profile: UnionProfile, day: date) -> Iterator[Part]:
    yield _("PURPOSE AND REQUIREMENTS"), [*_purpose(campaign), *_requirements()]
    yield _("FOR WHOM AND WHEN"), [*_audience(campaign, profile), *_time(campaign)]
    yield _("CONTENTS"), list(_contents(campaign))
    yield _("TARGETS"), list(_targets(campaign, day))
    if campaign.kind != CampaignKind.DRIVE:
        yield _awards(campaign, profile, day)
    yield _("CARRYING OUT"), list(_carrying_out(campaign, profile))


def _items(heading: str, lines: Iterable[str]) -> Iterator[Block]:
    found = listed(list(lines))
    if found:
        yield Heading(heading, 3)
        yield Items(found) if len(found) > 1 else Paragraph(found[0])


def _purpose(campaign: Campaign) -> Iterator[Block]:
    occasions = split_lines(campaign.occasions)
    lines = [
        _("Theme: %(theme)s") % {"theme": quoted(campaign.theme)} if campaign.theme else "",
        _("Slogan: %(slogan)s") % {"slogan": quoted(campaign.slogan)} if campaign.slogan else "",
        _(
            "To encourage members and workers to compete with spirit, initiative and creativity in work and study, "
            "so that each unit fulfils its tasks"
        ),
        _("To celebrate %(occasions)s with achievements") % {"occasions": "; ".join(occasions)} if occasions else "",
        _("To find, foster, praise and spread good examples"),
    ]
    return _items(_("1. Purpose"), filter(None, lines))


def _requirements() -> Iterator[Block]:
    lines = [
        _(
            "Each grassroots union launches the movement with contents and targets that are concrete, practical and "
            "fit its own conditions; form is avoided"
        ),
        _("Results are assessed and proposed for commendation democratically, in public, in time and by the rules"),
    ]
    return _items(_("2. Requirements"), lines)


def _audience(campaign: Campaign, profile: UnionProfile) -> Iterator[Block]:
    yield Heading(_("1. For whom"), 3)
    yield Paragraph(_("Members and workers of %(units)s.") % {"units": wording.units(campaign, profile.name)})


def _time(campaign: Campaign) -> Iterator[Block]:
    yield Heading(_("2. When"), 3)
    yield Paragraph(f"{wording.capitalised(wording.from_to(campaign.period_start, campaign.period_end))}.")
    if waves := list(campaign.waves.all()):
        yield Items(listed([wording.wave(each) for each in waves]))


def _contents(campaign: Campaign) -> Iterator[Block]:
    general = split_lines(campaign.contents)
    own = [plan for plan in campaign.sector_plans.select_related("sector") if plan.contents.strip()]
    if not own:
        if general:
            yield Items(listed(general))
        return
    groups = [(_("For all units"), general)] if general else []
    groups += [(wording.capitalised(wording.for_sector(plan.sector)), split_lines(plan.contents)) for plan in own]
    for number, (heading, lines) in enumerate(groups, 1):
        yield from _items(f"{number}. {heading}", lines)


def _targets(campaign: Campaign, day: date) -> Iterator[Block]:
    targets = list(campaign.targets.select_related("campaign", "title", "sector"))
    if general := [wording.target_line(target, day) for target in targets if target.sector_id is None]:
        yield Items(listed(general))
    if len(general) < len(targets):
        yield Paragraph(_("The targets of each sector are in the annex."))


def _awards(campaign: Campaign, profile: UnionProfile, day: date) -> Part:
    offered = wording.titles(campaign, day)
    praise = _(
        "At the end the grassroots unions assess and propose outstanding collectives and persons; %(union)s "
        "considers and commends them, or proposes them to the levels above, by the rules."
    )
    praised = Paragraph(praise % {"union": profile.name})
    if not offered:
        return _("COMMENDATION"), [praised]
    blocks: list[Block] = [
        *_items(_("1. Titles and forms of commendation"), offered),
        *_items(_("2. Registration"), wording.registration(campaign)),
    ]
    heading = Heading(_("%(number)s. Commendation") % {"number": len(blocks) // 2 + 1}, 3)
    return _("TITLES, REGISTRATION, COMMENDATION"), [*blocks, heading, praised]


def _carrying_out(campaign: Campaign, profile: UnionProfile) -> Iterator[Block]:
    federation = [
        _("Sends this plan to all units it is for, guides, follows and urges the launch at each of them"),
        _("Gathers the results, holds the reviews and considers the commendation"),
    ]
    bodies = [(profile.name, federation)]
    together = _("Directs and carries out the plan within its duties, together with %(union)s")
    helpers = map(wording.capitalised, split_lines(campaign.co_organisers))
    bodies += [(body, [together % {"union": profile.name}]) for body in helpers]
    bodies.append((_("Grassroots unions"), list(_duties(campaign))))
    for number, (body, duties) in enumerate(bodies, 1):
        yield from _items(f"{number}. {body}", duties)


def _duties(campaign: Campaign) -> Iterator[str]:
    yield _("Launch the movement at the unit together with its management, make its contents and targets concrete")
    yield _("Report the launch: its day, how many took part, the contents and targets of the unit")
    if wording.registration(campaign):
        yield _("Register titles in the time set above")
    yield _("Report the results by the end of %(last)s") % {"last": long_date(campaign.period_end)}


def _recipients(campaign: Campaign) -> Iterator[str]:
    yield _("The upper federation (to report)")
    for body in split_lines(campaign.co_organisers):
        yield _("%(body)s (to take part)") % {"body": wording.capitalised(body)}
    yield _("The grassroots unions (to carry out)")
    yield _("Archive: VT, CS")
