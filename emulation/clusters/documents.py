from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.documents.description import Block, Document, Heading, Items, Paragraph, ParagraphKind, Signature
from core.documents.layout import ended, listed
from core.documents.storage import stored_document
from core.papers import Paper, pages_remark
from core.text import comparison_key, count_in_prose, long_date
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import first_day, last_day
from emulation.clusters.selectors import signatories_on, units_to_sign
from unions.access import PortalUser
from unions.tree.letterheads import letterhead_of
from unions.tree.models import UnionProfile
from unions.units.choices import GrassrootsKind

ORGANISATIONS = (comparison_key("công đoàn"), comparison_key("nghiệp đoàn"), comparison_key("CĐCS"))
SIGNATURE_ORDER = ("signed_on", "grassroots__sort_key", "pk")


class PactParty(NamedTuple):
    name: str
    signatory: str

    @property
    def line(self) -> str:
        if not self.signatory:
            return _("%(unit)s, represented by its chair") % {"unit": self.name}
        values = {"unit": self.name, "honorific": _("Mr/Mrs"), "name": self.signatory}
        return _("%(unit)s, represented by %(honorific)s %(name)s, chair") % values

    @property
    def signature(self) -> Signature:
        how = _("(Signature, full name and seal)")
        return Signature((self.name.upper(),), _("CHAIR"), self.signatory, how)


def pact_document(pact: ClusterYear, *, names_unsigned: bool = True) -> Document:
    """Return the stored pact, or a draft with room for missing signatures.

    `names_unsigned=False` hides the units from readers who may not know the cluster's members.
    """
    names_unsigned = names_unsigned and waits_for_signatures(pact)
    stored = stored_document(pact) if pact.pact_signed_on and not names_unsigned else None
    return stored or drawn_pact(pact, names_unsigned=names_unsigned)


def pact_subject(pact: ClusterYear) -> str:
    return _("%(cluster)s in %(year)s") % {"cluster": pact.signed_as or pact.cluster.name, "year": pact.year}


def waits_for_signatures(pact: ClusterYear) -> bool:
    return pact.pact_signed_on is None or (pact.year >= timezone.localdate().year and units_to_sign(pact).exists())


def drawn_pact(pact: ClusterYear, *, names_unsigned: bool) -> Document:
    signed_on, today = pact.pact_signed_on, timezone.localdate()
    profile_day = signed_on or min(max(today, first_day(pact.year)), last_day(pact.year))
    profile = pact.cluster.union.profile_on(profile_day)
    cluster = pact.signed_as or pact.cluster.name
    with override("vi"):
        parties = parties_to(pact, today, names_unsigned)
        subject = pact_subject(pact)
        type_name = _("EMULATION PACT")
        return Document(
            title=f"{type_name} {subject}",
            author=profile.name,
            letterhead=letterhead_of(profile, date=signed_on, body=cluster),
            type_name=type_name,
            subject=subject,
            blocks=(
                *_opening(pact, cluster, parties),
                *_promises(pact),
                *_carrying_out(pact, profile.name),
                *_effect(len(parties) + 1, profile.name),
            ),
            signatures=_signatures(parties, profile),
        )


def _opening(pact: ClusterYear, cluster: str, parties: Sequence[PactParty]) -> Iterator[Block]:
    if pact.pact_basis:
        yield Paragraph(_("On the basis of %(basis)s;") % {"basis": pact.pact_basis}, ParagraphKind.LEGAL_BASIS)
    values = {"cluster": cluster, "year": pact.year}
    if pact.pact_signed_on:
        sentence = _("Today, %(day)s, we, the representatives of the grassroots unions of %(cluster)s:")
        values["day"] = long_date(pact.pact_signed_on)
    else:
        sentence = _(
            "Today, on the …… of …… %(year)s, we, the representatives of the grassroots unions of %(cluster)s:"
        )
    yield Paragraph(sentence % values)
    yield Items(listed([party.line for party in parties]), is_numbered=True)
    yield Paragraph(_("agree to conclude the emulation pact of %(year)s with these contents:") % values)


def _promises(pact: ClusterYear) -> Iterator[Block]:
    yield Heading(_("I. CONTENTS OF THE PACT"), 3)
    yield Items(listed(split_lines(pact.pact_contents)), is_numbered=True)
    if targets := split_lines(pact.pact_targets):
        yield Heading(_("II. TARGETS"), 3)
        yield Items(listed(targets), is_numbered=True)


def _carrying_out(pact: ClusterYear, union_name: str) -> Iterator[Block]:
    yield Heading(_("III. HOW IT IS CARRIED OUT") if pact.pact_targets else _("II. HOW IT IS CARRIED OUT"), 3)
    known = _(
        "Each unit makes the pact known to its members and workers, makes it concrete in the unit's own emulation "
        "plan and registration, and carries it out together with the management of the unit."
    )
    assessed = _(
        "At the end of the year the units score themselves; the cluster meets, assesses them and nominates the "
        "leading unit to %(union_name)s for commendation."
    )
    yield Items((known, _lead(pact, union_name), assessed % {"union_name": union_name}), is_numbered=True)


def _lead(pact: ClusterYear, union_name: str) -> str:
    if pact.lead is None:
        return _(
            "The lead of the cluster directs its work, follows and urges the units on, gathers the results of the "
            "self-scoring and reports them to %(union_name)s."
        ) % {"union_name": union_name}
    name = printed_name(pact.lead.name_on(pact.pact_signed_on or timezone.localdate()), pact.lead.kind)
    return _(
        "The lead of the cluster in %(year)s is %(lead)s: it directs the work of the cluster, follows and urges the "
        "units on, gathers the results of the self-scoring and reports them to %(union_name)s."
    ) % {"year": pact.year, "lead": name, "union_name": union_name}


def _effect(copies: int, union_name: str) -> Iterator[Block]:
    yield Paragraph(
        _(
            "We undertake to carry out fully and in earnest what this pact contains, in a spirit of solidarity, so "
            "that all units fulfil the targets they have set themselves."
        )
    )
    effect = _(
        "This pact takes effect on the day of its signature. It is made out in %(copies)s copies of equal value: "
        "each unit keeps 01 copy, 01 copy is sent to %(union_name)s."
    )
    yield Paragraph(ended(effect % {"copies": count_in_prose(copies), "union_name": union_name}))


def _signatures(parties: Sequence[PactParty], profile: UnionProfile) -> tuple[tuple[Signature, ...], ...]:
    """Parties stand two by two, the witnessing union below."""
    signatures = [party.signature for party in parties]
    pairs = [tuple(signatures[place : place + 2]) for place in range(0, len(signatures), 2)]
    witnessed = _("WITNESSED BY %(union)s") % {"union": profile.name.upper()}
    return (*pairs, (Signature((witnessed, profile.capacity_line), profile.chair_post),))


def parties_to(pact: ClusterYear, today: date, names_unsigned: bool) -> list[PactParty]:
    signatures = pact.signatures.not_struck().select_related("grassroots").order_by(*SIGNATURE_ORDER)
    parties = [_signed(signature) for signature in signatures]
    if names_unsigned:
        parties += _unsigned(pact, min(today, last_day(pact.year)))
    return parties


def split_lines(text: str) -> list[str]:
    """Bullets are removed: the document numbers the lines."""
    return [line.strip().lstrip("-–•+*").strip() for line in text.splitlines() if line.strip(" -–•+*\t")]


def printed_name(name: str, kind: str) -> str:
    """Many units are entered by the name of their school or company alone."""
    if comparison_key(name).startswith(ORGANISATIONS):
        return name
    pattern = _("Grassroots guild of %(unit)s") if kind == GrassrootsKind.GUILD else _("Grassroots union of %(unit)s")
    return pattern % {"unit": name}


def _signed(signature: PactSignature) -> PactParty:
    return PactParty(printed_name(signature.unit_name, signature.grassroots.kind), signature.signatory)


def _unsigned(pact: ClusterYear, day: date) -> list[PactParty]:
    units = list(units_to_sign(pact))
    signatories = signatories_on([unit.pk for unit in units], day)
    return [PactParty(printed_name(unit.name, unit.kind), signatories.get(unit.pk, "")) for unit in units]


def pact_papers(user: PortalUser, pact: ClusterYear) -> list[Paper]:
    if not pact.pact_contents:
        return []
    return [
        Paper(
            gettext_lazy("Emulation pact"),
            reverse("emulation:pact-paper", args=[pact.pk]),
            reverse("emulation:pact-picture", args=[pact.pk]),
            pages_remark(None, is_draft=pact.pact_signed_on is None),
            reverse("emulation:pact-docx", args=[pact.pk]),
        )
    ]
