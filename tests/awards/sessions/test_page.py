"""The page of a session: the agenda first, who was there in a line."""

import pytest

from awards.sessions.documents import session_papers
from awards.sessions.models import Attendance
from awards.sessions.selectors import presence_in_words


@pytest.mark.parametrize(
    ("presences", "words"),
    [
        ([], ""),
        (["present"] * 8, "8/9 có mặt"),
        (["present"] * 7 + ["written", "absent"], "7/9 có mặt, 1 ý kiến bằng văn bản"),
    ],
)
def test_attendance_is_one_line(presences, words):
    assert presence_in_words([Attendance(presence=presence) for presence in presences], 9) == words


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.one_database(on="sqlite")
def test_only_a_session_that_has_met_has_minutes(office, law):
    planned, opened = office.plan(), office.opened(office.checked("Đỗ Thị Hường"))
    reader = office.world.people["officer"]
    assert [len(session_papers(reader, session)) for session in (planned, opened)] == [0, 1]
    page = office.world.client("officer").get(opened.get_absolute_url()).content.decode()
    assert page.index("Đỗ Thị Hường</a>") < page.index('class="history"')


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.one_database(on="sqlite")
def test_the_agenda_has_columns_for_the_votes_once_there_are_some(office, law):
    opened = office.opened(office.checked("Đỗ Thị Hường"))
    before = office.world.client("officer").get(opened.get_absolute_url()).content.decode()
    assert f'Đỗ Thị Hường</a><span class="cell-detail">{office.world.school.name}</span>' in before
    office.tally(opened.items.get())
    after = office.world.client("officer").get(opened.get_absolute_url()).content.decode()
    assert ["Phiếu hợp lệ" in page for page in (before, after)] == [False, True]
