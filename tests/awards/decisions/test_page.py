"""The page of a decision: the people first, its papers beside it."""

import pytest
from django.urls import reverse

from awards.certificates.contributions import certificate_papers, shown_remark
from awards.decisions.documents import decision_papers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


def test_the_people_stand_before_the_history_and_every_fact_has_a_value(office, law):
    issued = office.issue(office.honour("Đỗ Thị Hường"))
    page = office.world.client("officer").get(issued.get_absolute_url()).content.decode()
    assert page.index("Đỗ Thị Hường</strong>") < page.index('class="history"')
    assert "<dd>–</dd>" not in page
    assert page.count('class="paper-page') == 2  # the decision, its certificates


def test_a_draft_says_that_it_is_one_and_has_no_certificates_yet(office, law):
    draft, reader = office.draft(office.checked("Đỗ Thị Hường")), office.world.people["officer"]
    assert [paper.remark for paper in decision_papers(reader, draft)] == ["Dự thảo, trang 1"]
    assert certificate_papers(reader, draft) == []


@pytest.mark.parametrize(
    ("count", "remark"), [(10, "10 bản"), (11, "10 bản đầu trong 11"), (1200, "10 bản đầu trong 1.200")]
)
def test_the_preview_of_certificates_says_how_many_it_shows(count, remark):
    assert shown_remark(count) == remark


@pytest.mark.slow
def test_a_paper_knows_its_pages_once_its_picture_was_drawn(office, law, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    issued, reader = office.issue(office.draft(office.checked("Đỗ Thị Hường"))), office.world.people["officer"]
    before = decision_papers(reader, issued)[0].remark
    picture = office.world.client("officer").get(reverse("awards:decision-picture", args=[issued.pk]))
    assert (before, picture["Content-Type"]) == ("Trang 1", "image/png")
    assert decision_papers(reader, issued)[0].remark == "Trang 1 trong 2"
