"""Stored in `Decision.document_text` at the signature; recipients are rows of their own."""

from datetime import date
from typing import TypedDict

from django.db.models import F, QuerySet

from awards.decisions import wording
from awards.decisions.choices import SignCapacity
from awards.decisions.models import Decision
from awards.decisions.rules import list_place
from emulation.law.models import Title
from emulation.law.selectors import TitleNames, legal_grounds_on, terms_on
from unions.tree.letterheads import kt_line, vice_chair_signature
from unions.tree.models import UnionProfile
from unions.tree.rules import certificate_capacity


class PrintedTitle(TypedDict):
    name: str  # as the documents of the day call it
    form_name: str  # "GIẤY KHEN"; empty where no certificate is printed


class SignatoryLines(TypedDict):
    capacity_lines: list[str]
    post: str
    kt_line: str  # "KT. CHỦ TỊCH"; empty where the chair signs


class DocumentText(SignatoryLines):
    """Values are plain JSON. Signed decisions carry the keys, so they must not change."""

    upper_line: str
    issuer_line: str
    symbol: str
    place: str
    issued_by: str
    union_name: str
    grounds: list[str]
    articles: list[str]
    recipients: list[str]
    certificate_body: str
    certificate_capacity: str
    logo: int | None  # key of the UnionLogo
    titles: dict[str, PrintedTitle]  # by the key of the title


def document_text_of(decision: Decision, *, dated_on: date, capacity: str) -> DocumentText:
    profile = decision.union.profile_on(dated_on)
    titles = titles_on(decision, dated_on)
    articles = articles_of(decision, [title["name"] for title in titles.values()])
    return {
        "upper_line": profile.upper_line,
        "issuer_line": profile.issuer_line,
        "symbol": profile.symbol,
        "place": profile.place,
        "issued_by": profile.body,
        "union_name": profile.name,
        "grounds": grounds_of(decision, dated_on),
        "articles": articles,
        "recipients": wording.recipients(len(articles)),
        "certificate_body": profile.certificate_body,
        "certificate_capacity": certificate_capacity(profile.certificate_body, profile.capacity_line),
        "logo": profile.logo_id,
        "titles": titles,
        **signatory_lines(profile, capacity),
    }


def articles_of(decision: Decision, title_names: list[str]) -> list[str]:
    counts = wording.recipient_counts(*counts_of(decision))
    with_money = decision.awards.filter(amount__gt=0).exists()
    return wording.articles(wording.awarding(title_names), counts, with_money=with_money)


def grounds_of(decision: Decision, dated_on: date) -> list[str]:
    if decision.session:
        basis = [wording.council_ground(decision.session.held_on)]
    else:
        basis = [wording.named_ground(decision.basis)] if decision.basis else []
    return [*legal_grounds_on(dated_on), *basis, wording.LAST_GROUND]


def signatory_lines(profile: UnionProfile, capacity: str) -> SignatoryLines:
    if capacity == SignCapacity.CHAIR:
        return {"capacity_lines": [profile.capacity_line], "post": profile.chair_post, "kt_line": ""}
    signature = vice_chair_signature(profile)
    return {"capacity_lines": [*signature.capacity_lines], "post": signature.post, "kt_line": kt_line(profile)}


def titles_on(decision: Decision, day: date) -> dict[str, PrintedTitle]:
    titles: dict[str, PrintedTitle] = {}
    names = TitleNames()
    for title in titles_of(decision):
        terms = terms_on(title, day)
        form_name = wording.FORM_NAMES.get(terms.certificate, "") if terms else ""
        name = names.full(title, decision.union_id, day)
        titles[str(title.pk)] = {"name": name, "form_name": form_name}
    return titles


def counts_of(decision: Decision) -> tuple[int, int, int]:
    places = [list_place(kind) for kind in decision.awards.values_list("subject_kind", flat=True)]
    return places.count(0), places.count(1), places.count(2)


def titles_of(decision: Decision) -> QuerySet[Title]:
    awarded = decision.awards.order_by().values("title")
    return Title.objects.filter(pk__in=awarded).order_by(F("position").asc(), "code")
