"""A printed slip goes to each unit; its code leads the unit's chair to one button."""

import html
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.models import Job
from core.qr import qr_data_uri
from core.slips import MOST_AT_ONCE
from core.workflow import MoveNotAllowed
from emulation.campaigns.documents.slips import plan_slips
from emulation.campaigns.models import Rollout
from emulation.campaigns.services.slips import print_plan_slips
from emulation.campaigns.slip_codes import rollout_of_slip, slip_code
from tests.emulation.campaigning import client_in, running
from tests.factories import make_grassroots, make_rollout
from tests.printed import pdf_pages
from unions.units.models import Affiliation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = date(TODAY.year, 11, 30)


@pytest.fixture
def campaign(world: Any) -> Any:
    campaign = running(world, registration_closes=DAY, plan_number="12/KH-LĐLĐ", plan_date=date(TODAY.year, 1, 5))
    make_rollout(campaign, world.company)
    return campaign


def school_of(campaign: Any, world: Any) -> Rollout:
    return campaign.rollouts.get(grassroots=world.school)


def slip_of(rollout: Rollout) -> str:
    return reverse("emulation:plan-slip", args=[slip_code(rollout.pk)])


def test_a_code_names_one_rollout_and_cannot_be_made_without_the_key():
    code = slip_code(120)
    wrong = [code[:-1], code + "a", code.replace("120", "121"), code.replace("120", "0120"), "120", "120-", "-", "x"]
    assert (rollout_of_slip(code), rollout_of_slip(code.upper())) == (120, 120)
    assert [rollout_of_slip(each) for each in wrong] == [None] * len(wrong)
    with override_settings(SECRET_KEY="another key"):
        assert rollout_of_slip(code) is None


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_each_slip_says_what_to_do_by_when_and_where(world, campaign):
    rollouts = list(campaign.rollouts.for_table().order_by("pk"))
    slips = plan_slips(campaign, rollouts)
    addresses = [f"http://localhost{slip_of(rollout)}" for rollout in rollouts]
    assert [(slip["unit"], slip["address"], slip["qr"]) for slip in slips] == [
        (str(rollout.grassroots), address, qr_data_uri(address))
        for rollout, address in zip(rollouts, addresses, strict=True)
    ]
    (page,) = pdf_pages(print_plan_slips(campaign, actor=world.people["officer"], rollouts=rollouts))
    last, end = f"{DAY:%d/%m/%Y}", f"{campaign.period_end:%d/%m/%Y}"
    expected = (
        "PHIẾU TIẾP NHẬN KẾ HOẠCH",
        f"Phong trào thi đua “{campaign.name}”",
        f"Kế hoạch số 12/KH-LĐLĐ ngày 05/01/{TODAY.year}",
        f"ghi nhận ngày phát động và số người tham gia, hạn cuối {last}.",
        f"Đăng ký danh hiệu thi đua, hạn cuối {last}.",
        f"Báo cáo kết quả, hạn cuối {end}.",
    )
    assert {words: page.count(words) for words in expected} == dict.fromkeys(expected, 2)
    (entry, *_earlier) = history_of(campaign)
    assert (entry.act, entry.actor, entry.detail) == ("campaign.print_slips", world.people["officer"], {"count": 2})


@pytest.mark.one_database(on="sqlite")
def test_only_the_officer_prints_and_only_while_the_campaign_runs(world, campaign):
    rollouts = list(campaign.rollouts.for_table())
    for role in ("leader", "chair", "clerk", "viewer", "stranger_officer"):
        with pytest.raises(PermissionDenied):
            print_plan_slips(campaign, actor=world.people[role], rollouts=rollouts)
    campaign.state, campaign.closed_on = "closed", TODAY
    campaign.save()
    with pytest.raises(MoveNotAllowed):
        print_plan_slips(campaign, actor=world.people["officer"], rollouts=rollouts)


@pytest.mark.one_database(on="sqlite")
def test_the_chair_scans_confirms_with_one_button_and_records_the_launch_next(world, campaign):
    rollout = school_of(campaign, world)
    url, client = slip_of(rollout), client_in(world, "chair", TODAY.year)
    page = html.unescape(client.get(url).content.decode())
    words = f"{world.school}: plan “{campaign.name}”, to be launched at the unit by {DAY:%d/%m/%Y}."
    assert all(part in page for part in ("Has your unit received this plan?", words, "We have received the plan"))
    answer = client.post(url)
    assert answer.url == reverse("emulation:rollout-launch", args=[rollout.pk])
    assert client.get(answer.url).status_code == 200
    rollout.refresh_from_db()
    assert (rollout.state, rollout.acknowledged_on, rollout.acknowledged_by) == (
        "acknowledged",
        TODAY,
        world.people["chair"],
    )
    assert client.get(url).url == rollout.get_absolute_url()
    assert client.post(url).status_code == 409


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_whoever_cannot_confirm_is_led_to_the_page_of_the_unit_or_nowhere(world, campaign, client):
    rollout = school_of(campaign, world)
    url = slip_of(rollout)
    assert client.get(url).url == f"{reverse('sign-in')}?next={url}"
    for role in ("board", "officer", "leader"):
        assert world.client(role).get(url).url == rollout.get_absolute_url()
        assert world.client(role).post(url).status_code == 403
    for role in ("stranger_chair", "stranger_officer"):
        assert (world.client(role).get(url).status_code, world.client(role).post(url).status_code) == (404, 404)
    wrong = reverse("emulation:plan-slip", args=[f"{rollout.pk}-aaaaaaaa"])
    assert world.client("chair").get(wrong).status_code == 404
    assert school_of(campaign, world).state == "sent"


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_slip_of_a_unit_that_left_or_of_a_campaign_that_ended_says_so(world, campaign):
    url, client = slip_of(school_of(campaign, world)), client_in(world, "chair", TODAY.year)
    Affiliation.objects.filter(grassroots=world.school).update(valid_to=TODAY - timedelta(1))
    Affiliation.objects.create(grassroots=world.school, union=world.foreign_union, valid_from=TODAY)
    gone = html.unescape(client.get(url).content.decode())
    assert f"Not counted in the shares of the campaign: transferred to {world.foreign_union}" in gone
    campaign.state = "cancelled"
    campaign.save()
    ended = html.unescape(client.get(url, follow=True).content.decode())
    assert "This campaign is not running: its state is “Cancelled”." in ended
    assert client.post(url).status_code == 422


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_many_slips_are_printed_by_a_job_four_to_a_sheet(world, campaign, django_capture_on_commit_callbacks):
    for _number in range(MOST_AT_ONCE - 1):
        make_rollout(campaign, make_grassroots(world.union))
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("emulation:campaign-slips", args=[campaign.pk])
        answer = world.client("officer").post(url, {"whole": "yes"})
    job = Job.objects.get()
    assert (answer.url, job.state) == (job.get_absolute_url(), "done")
    with job.result.open() as file:
        pages = pdf_pages(file.read())
    assert [page.count("PHIẾU TIẾP NHẬN") for page in pages] == [4] * 10 + [1]
