"""Documents of a plan: attached to a draft, by a numbered change after the launch, read by who sees the campaign."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from core.corrections import remove
from core.documents.description import Items, Paragraph
from core.file_space import space_of
from core.files import read_kept
from core.history import history_lines
from core.models import Notification, StoredFile
from core.workflow import MoveNotAllowed
from emulation.campaigns.documents.plan import plan_document
from emulation.campaigns.services import campaigns
from emulation.campaigns.services.attachments import attach_to_plan, rename_attachment
from emulation.campaigns.services.papers import number_plan
from tests.emulation.campaigning import client_in, errors_of, running, upload
from tests.factories import make_campaign
from tests.papers import PDF, SECRET, catalogue, photograph


@pytest.fixture
def draft(world):
    return make_campaign(world.union, world.people["officer"], launched=False)


def attach(world, campaign, name="Mẫu báo cáo", by="officer", **facts):
    return attach_to_plan(campaign, actor=world.people[by], name=name, file=upload(), **facts)


def test_a_document_is_attached_to_a_draft_renamed_and_removed_with_its_file(
    world, draft, django_capture_on_commit_callbacks
):
    officer = world.people["officer"]
    attachment = attach(world, draft, "Mẫu  báo cáo")
    assert (str(attachment), attachment.file_kind, space_of(world.union).used) == ("Mẫu báo cáo", "PDF", len(PDF))
    attachment = rename_attachment(attachment, actor=officer, name="Mẫu số 1")
    stored = attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert remove(attachment, actor=officer, reason="Tệp không đúng.") == draft
    assert not draft.attachments.exists()
    assert not default_storage.exists(stored)
    assert not StoredFile.objects.filter(name=stored).exists()
    assert [line.about for line in history_lines(draft)] == ["Mẫu số 1", "Mẫu số 1", "Mẫu báo cáo"]


def test_a_removal_that_fails_keeps_the_file(world, draft):
    attachment = attach(world, draft)
    with pytest.raises(ValidationError):
        remove(attachment, actor=world.people["officer"], reason=" ")
    assert default_storage.exists(attachment.file.name)


def test_after_the_launch_a_document_is_a_numbered_change_that_is_told(world):
    campaign = running(world)
    attach(world, campaign, reason="Theo đề nghị của các đơn vị")
    (change,) = campaign.plan_changes.all()
    assert (change.number, change.kind, change.text) == (1, "addition", "Tài liệu kèm theo: Mẫu báo cáo")
    told = Notification.objects.filter(kind="campaign.add").values_list("user", flat=True)
    assert set(told) == {world.people["chair"].pk}


def test_what_left_with_the_plan_stays_in_code(world, draft):
    attachment = attach(world, draft)
    campaigns.submit_campaign(draft, actor=world.people["officer"])
    for act in (
        lambda: attach(world, draft, "Tờ khác"),
        lambda: rename_attachment(attachment, actor=world.people["officer"], name="Tên khác"),
        lambda: remove(attachment, actor=world.people["officer"], reason="Nhầm"),
    ):
        with pytest.raises(MoveNotAllowed):
            act()
    campaigns.recall_campaign(draft, actor=world.people["officer"])
    assert rename_attachment(attachment, actor=world.people["officer"], name="Tên khác").name == "Tên khác"


@pytest.mark.parametrize("by", ["chair", "leader", "clerk", "viewer", "stranger_officer", "admin"])
def test_only_the_planner_attaches(world, draft, by):
    with pytest.raises(PermissionDenied):
        attach(world, draft, by=by)
    attachment = attach(world, draft)
    for act in (
        lambda: rename_attachment(attachment, actor=world.people[by], name="Tên khác"),
        lambda: remove(attachment, actor=world.people[by], reason="Nhầm"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_name_is_given_once_a_plan(world, draft):
    attach(world, draft)
    with pytest.raises(ValidationError):
        attach(world, draft, "Mẫu  báo cáo")
    assert attach(world, make_campaign(world.union, world.people["officer"]))


@pytest.mark.slow
def test_units_that_received_the_plan_read_its_documents_others_do_not_know_them(world, draft):
    campaign = running(world)
    seen, unseen = attach(world, campaign), attach(world, draft)
    address = {each: reverse("emulation:attachment", args=[each.pk]) for each in (seen, unseen)}

    def statuses(role):
        client = client_in(world, role, campaign.year)
        answers = [client.get(address[each]) for each in (seen, unseen)]
        assert [answer.getvalue() == PDF for answer in answers] == [answer.status_code == 200 for answer in answers]
        return [answer.status_code for answer in answers]

    assert [statuses(role) for role in ("chair", "officer", "stranger_chair")] == [[200, 404], [200, 200], [404, 404]]
    rollout = campaign.rollouts.get(grassroots=world.school)
    for page in (campaign, rollout):
        shown = client_in(world, "chair", campaign.year).get(page.get_absolute_url()).content.decode()
        assert address[seen] in shown
        assert "/attach/" not in shown


@pytest.mark.parametrize(
    ("file", "is_taken"),
    [
        (("mau.pdf", PDF), True),
        (("anh.jpg", photograph()), True),
        (("mau.pdf", b"khong phai"), False),
        (("mau.html", b"<script>"), False),
        (("mau.pdf", catalogue(b"/OpenAction << /S /JavaScript /JS (x) >>")), False),
    ],
)
def test_a_file_is_judged_by_its_content_and_loses_what_the_camera_noted(world, draft, file, is_taken):
    client, address = client_in(world, "officer", 2024), reverse("emulation:campaign-attach", args=[draft.pk])
    page = client.post(address, {"name": "Áp phích", "file": upload(*file)})
    assert (page.status_code, draft.attachments.count()) == ((302, 1) if is_taken else (422, 0))
    if not is_taken:
        assert list(errors_of(page)) == ["file"]
    elif draft.attachments.get().file_kind == "JPG":
        assert SECRET not in read_kept(draft.attachments.get().file)


def test_the_form_asks_for_a_reason_only_once_units_are_told(world, draft):
    client = client_in(world, "officer", 2024)
    forms = [
        client.get(reverse("emulation:campaign-attach", args=[campaign.pk])).context["form"]
        for campaign in (draft, running(world))
    ]
    assert ["reason" in form.fields for form in forms] == [False, True]


@pytest.mark.slow
def test_the_paper_of_the_plan_lists_its_documents_and_keeps_those_of_the_day_of_its_number(world):
    campaign = running(world)

    def listed():
        blocks = plan_document(campaign).blocks
        places = [place for place, block in enumerate(blocks) if getattr(block, "text", "") == "Tài liệu kèm theo:"]
        return [blocks[place + 1] for place in places]

    assert listed() == []
    attach(world, campaign, "Mẫu báo cáo")
    assert [type(block) for block in listed()] == [Paragraph]
    attach(world, campaign, "Áp phích tuyên truyền")
    campaign = number_plan(campaign, actor=world.people["clerk"], dated_on=campaign.launched_on)
    attach(world, campaign, "Tờ gấp")
    (items,) = listed()
    assert isinstance(items, Items)
    assert [line.rstrip(";.") for line in items.lines] == ["Mẫu báo cáo", "Áp phích tuyên truyền"]
