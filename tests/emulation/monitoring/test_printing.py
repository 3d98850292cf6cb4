"""The officer prints slips and the list for phoning for the rows she ticked, or for all that fit the filters."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.security_log.models import SecurityEvent
from core.models import Job
from emulation.monitoring import services
from tests.emulation.monitoring.test_board import LAUNCHED, YESTERDAY, campaign_of
from tests.factories import make_grassroots, make_rollout
from tests.printed import pdf_pages, pdf_words

pytestmark = pytest.mark.django_db
HEADINGS = "STT Công đoàn cơ sở Chủ tịch Điện thoại Việc còn thiếu Số ngày trễ Đã gọi Ghi chú"


@pytest.fixture
def campaign(world: Any) -> Any:
    campaign = campaign_of(world, closes=YESTERDAY)
    make_rollout(campaign, world.school)
    make_rollout(campaign, world.company)
    chair = world.people["chair"]
    chair.phone = "0912000111"
    chair.save()
    return campaign


def posted(world: Any, campaign: Any, name: str, by: str = "officer", query: str = "", **data: Any) -> Any:
    return world.client(by).post(reverse(f"emulation:{name}", args=[campaign.pk]) + query, data)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_list_for_phoning_has_the_ticked_units_with_a_box_and_its_printing_is_noted(world, campaign):
    school = campaign.rollouts.get(grassroots=world.school)
    answer = posted(world, campaign, "campaign-phones-paper", chosen=[school.pk])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="danh-sach-goi-dien.pdf"'
    (words,) = pdf_pages(answer.content)
    assert HEADINGS in words
    missing = "xác nhận đã nhận kế hoạch, phát động tại đơn vị và ghi nhận việc phát động"
    assert words.endswith(f" 1 {world.school} Ngô Thị Yến 0912000111 {missing} 1 ☐")
    assert str(world.company) not in words
    (event,) = SecurityEvent.objects.filter(kind="downloaded")
    assert (event.path, event.user) == (answer.wsgi_request.path, world.people["officer"])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_filters_of_the_board_choose_the_units_of_a_paper(world, campaign):
    campaign.rollouts.filter(grassroots=world.school).update(**LAUNCHED)
    phones = pdf_words(posted(world, campaign, "campaign-phones-paper", whole="yes").content)
    slips = pdf_words(posted(world, campaign, "campaign-slips", query="?done=received", whole="yes").content)
    assert [str(unit) in phones for unit in (world.school, world.company)] == [False, True]
    assert "chưa có tài khoản" in phones
    assert [str(unit) in slips for unit in (world.school, world.company)] == [True, False]
    none_left = posted(world, campaign, "campaign-phones-paper", query="?done=launched", whole="yes")
    assert (none_left.status_code, posted(world, campaign, "campaign-slips").status_code) == (422, 422)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_only_the_officer_prints_and_a_foreign_unit_is_not_there(world, campaign):
    foreign = make_rollout(campaign_of(world), world.school)
    for name in ("campaign-phones-paper", "campaign-slips"):
        assert posted(world, campaign, name, chosen=[foreign.pk]).status_code == 404
        for role, status in {"leader": 403, "viewer": 403, "chair": 403, "stranger_officer": 404}.items():
            assert posted(world, campaign, name, by=role, whole="yes").status_code == status
    with pytest.raises(PermissionDenied):
        services.print_phones(campaign, actor=world.people["leader"], rollouts=list(campaign.rollouts.all()))


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_long_list_is_printed_by_a_job(world, campaign, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "MOST_PHONES_AT_ONCE", 1)
    make_rollout(campaign, make_grassroots(world.union))
    with django_capture_on_commit_callbacks(execute=True):
        answer = posted(world, campaign, "campaign-phones-paper", whole="yes")
    job = Job.objects.get()
    assert (answer.url, job.state, job.result_name) == (job.get_absolute_url(), "done", "danh-sach-goi-dien.pdf")
    with job.result.open() as file:
        assert HEADINGS in pdf_words(file.read())
    assert world.client("leader").get(reverse("job-file", args=[job.pk])).status_code == 404
