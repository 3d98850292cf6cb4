from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from awards.council.choices import SeatPost
from awards.sessions.choices import Presence, SessionState
from awards.sessions.models import Attendance, Session
from awards.sessions.selectors import MinutesRow, minutes_rows
from core.documents.description import (
    Align,
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Signature,
    Table,
    TableColumn,
)
from core.documents.pictures import known_pages
from core.documents.storage import stored_document, stored_fingerprint
from core.papers import Paper, pages_remark
from core.text import count_in_prose, long_date
from emulation.clusters.documents import printed_name
from emulation.law.choices import SubjectKind
from unions.access import PortalUser
from unions.tree.letterheads import letterhead_of

MINUTES_TYPE = "BIÊN BẢN HỌP HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"


def minutes_document(session: Session) -> Document:
    return stored_document(session) or drawn_minutes(session)


def drawn_minutes(session: Session) -> Document:
    """As handbook 5.5 prints them."""
    profile = session.council.union.profile_on(session.held_on)
    chair, secretary = seat_name(session, SeatPost.CHAIR), seat_name(session, SeatPost.SECRETARY)
    rows = minutes_rows(session)
    with override("vi"):
        return Document(
            title=f"{MINUTES_TYPE} {session.name}",
            author=profile.name,
            letterhead=letterhead_of(profile, date=session.held_on, body=session.council.name),
            type_name=MINUTES_TYPE,
            subject=session.name,
            blocks=(
                *_time_and_place(session),
                *_members(session),
                *_chairing(chair, secretary),
                *_results(session, len(rows)),
            ),
            signatures=((Signature((), _("SECRETARY"), secretary), Signature((), _("CHAIR OF THE SESSION"), chair)),),
            annexes=(Annex(_("TALLY OF THE VOTES"), (_tally(rows),), is_wide=True),),
        )


def seat_name(session: Session, post: str) -> str:
    seat = session.council.seats.filter(post=post).first()
    return seat.full_name if seat else ""


def _time_and_place(session: Session) -> Iterator[Block]:
    yield Heading(_("1. Time and place"), 3)
    sentence = (
        _("The session was held on %(day)s at %(place)s.") if session.place else _("The session was held on %(day)s.")
    )
    yield Paragraph(sentence % {"day": long_date(session.held_on), "place": session.place})


def _members(session: Session) -> Iterator[Block]:
    attendances = list(session.attendances.select_related("seat"))
    by_presence = {presence: [row for row in attendances if row.presence == presence] for presence in Presence}
    present = by_presence[Presence.PRESENT]
    council = _("The council has %(all)s members; %(here)s are present:") % {
        "all": count_in_prose(session.member_total or session.council.seats.count()),
        "here": count_in_prose(len(present)),
    }
    yield Heading(_("2. Those taking part"), 3)
    yield Paragraph(f"{council} {_names(present)}.")
    if written := by_presence[Presence.WRITTEN]:
        yield Paragraph(f"{_('Absent, having given a written opinion:')} {_names(written)}.")
    if absent := by_presence[Presence.ABSENT]:
        yield Paragraph(f"{_('Absent:')} {_names(absent)}.")


def _names(attendances: list[Attendance]) -> str:
    reasons = (f" ({row.absence_reason})" if row.absence_reason else "" for row in attendances)
    return ", ".join(f"{row.seat.full_name}{reason}" for row, reason in zip(attendances, reasons, strict=True))


def _chairing(chair: str, secretary: str) -> Iterator[Block]:
    yield Heading(_("3. In the chair, and secretary"), 3)
    names = {"chair": chair, "secretary": secretary}
    yield Paragraph(_("In the chair: %(chair)s. Secretary: %(secretary)s.") % names)


def _results(session: Session, dossiers: int) -> Iterator[Block]:
    yield Heading(_("4. What was considered"), 3)
    heard = _("The council heard the appraisal of %(count)s dossiers, discussed them and voted by ballot.")
    yield Paragraph(heard % {"count": count_in_prose(dossiers)})
    yield Heading(_("5. Tellers"), 3)
    yield Paragraph(_("The council elected as tellers: ……………………………"))
    yield Heading(_("6. Results"), 3)
    yield Paragraph(_("The tally is in the annex. Shares are of all members of the council."))
    yield Heading(_("7. Conclusions"), 3)
    conclusions = [line for line in session.conclusions.splitlines() if line]
    for line in conclusions or [_("The council agreed on the results in the annex.")]:
        yield Paragraph(line)
    yield Paragraph(_("These minutes were adopted at …… on the same day and made out in …… copies of equal value./."))


def _tally(rows: list[MinutesRow]) -> Table:
    columns = (
        TableColumn(_("No."), 12, Align.CENTRE),
        TableColumn(_("Full name or collective"), 38),
        TableColumn(_("Unit"), 36),
        TableColumn(_("Title or form"), 38),
        TableColumn(_("All members"), 17, Align.CENTRE),
        TableColumn(_("Ballots issued"), 13, Align.CENTRE),
        TableColumn(_("Ballots returned"), 13, Align.CENTRE),
        TableColumn(_("Valid ballots"), 13, Align.CENTRE),
        TableColumn(_("Invalid ballots"), 15, Align.CENTRE),
        TableColumn(_("In favour"), 13, Align.CENTRE),
        TableColumn(_("Share of all members"), 21, Align.CENTRE),
        TableColumn(_("Outcome"), 18, Align.CENTRE),
    )
    return Table(columns, tuple(_tally_row(number, row) for number, row in enumerate(rows, 1)))


def _tally_row(number: int, row: MinutesRow) -> tuple[str | int, ...]:
    item, nomination = row["item"], row["nomination"]
    is_unit = nomination.subject_kind == SubjectKind.GRASSROOTS
    ballots = (item.ballots_issued, item.ballots_returned, item.ballots_valid, item.ballots_invalid)
    outcome = _("Reached") if row["reached"] else _("Not reached")
    return (
        f"{number:02d}",
        printed_name(row["name"], nomination.grassroots.kind) if is_unit else row["name"],
        row["unit"],
        row["title"],
        row["total"],
        *("" if count is None else count for count in ballots),
        row["votes_for"] if row["has_tally"] else "",
        row["share"],
        outcome if row["has_tally"] else "",
    )


def session_papers(user: PortalUser, session: Session) -> list[Paper]:
    if session.state == SessionState.PLANNED:
        return []
    return [
        Paper(
            gettext_lazy("Minutes of the session"),
            reverse("awards:session-minutes", args=[session.pk]),
            reverse("awards:session-picture", args=[session.pk]),
            pages_remark(known_pages(stored_fingerprint(session)), is_draft=session.state != SessionState.CLOSED),
            reverse("awards:session-docx", args=[session.pk]),
        )
    ]
