"""What was typed can be mended, or the code says why not."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.audit import history_of
from core.corrections import CORRECTIONS, CorrectionRule, correct, restore, strike
from core.editing import EditConflict
from core.history import history_lines
from core.links import list_url
from core.models import STRUCK_WITH_REASON, Strikable
from core.signed_papers import SIGNED_PAPERS, SignedPaper
from core.workflow import MoveNotAllowed
from emulation.contests.models import ExternalResult
from emulation.contests.services import correct_external_result, record_external_result
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.our_apps import APPS
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db
NOT_TYPED = {"id", "created_by", "created_at", "revision", "state", "struck_at", "struck_by", "strike_reason"}


def models():
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


@shared
def result(world):
    return record_external_result(
        actor=world.people["officer"],
        union=world.union,
        kind="pupil",
        grassroots=world.school,
        holder_name="Hoàng Gia Hân",
        level="province",
        contest_name="Kỳ thi học sinh giỏi lớp 9",
        year=2024,
        rank="second",
    )


def pupils(world):
    return figures_of(Scope.of_year(world.union, 2024), ["pupils_prized_city"])["pupils_prized_city"].value


def test_every_model_of_typed_facts_declares_its_correction_or_says_why_not():
    silent = {model._meta.label for model in models() if not CORRECTIONS.items(model._meta.label)}
    assert silent == set()


def test_a_declaration_speaks_of_every_field_of_its_model_and_of_no_other():
    for model in models():
        for item in CORRECTIONS.items(model._meta.label):
            if isinstance(item, CorrectionRule):
                fields = {field.name for field in model._meta.concrete_fields if field.editable} - NOT_TYPED
                many = {field.name for field in model._meta.many_to_many}
                assert {*item.fields, *item.fixed} == fields | many, model._meta.label


def test_every_model_whose_rows_are_struck_out_ties_the_reason_to_it():
    strikable = [model for model in models() if issubclass(model, Strikable)]
    untied = [
        model._meta.label
        for model in strikable
        if not any(constraint.condition == STRUCK_WITH_REASON.condition for constraint in model._meta.constraints)
    ]
    assert (untied, ExternalResult in strikable) == ([], True)


def test_a_correction_keeps_old_and_new_value_in_the_history(world, result):
    officer = world.people["officer"]
    correct_external_result(
        result, actor=officer, expected_revision=1, contest_name="Kỳ thi lớp 8", rank="first", holder_name="Mai An"
    )
    line = history_lines(result)[0]
    assert line.sentence == "đã sửa nội dung đã nhập"
    assert {(change.label, change.old, change.new) for change in line.changes} == {
        ("hội thi, cuộc thi", "Kỳ thi học sinh giỏi lớp 9", "Kỳ thi lớp 8"),
        ("giải", "Giải Nhì", "Giải Nhất"),
        ("tên", "…", "…"),  # a pupil's name is not shown to every reader of the page
    }
    assert history_of(result).first().detail["holder_name"] == ["Hoàng Gia Hân", "Mai An"]


def test_a_correction_from_an_outdated_page_changes_nothing(world, result):
    officer = world.people["officer"]
    correct(result, actor=officer, values={"rank": "first"}, expected_revision=1)
    with pytest.raises(EditConflict):
        correct(result, actor=officer, values={"rank": "third"}, expected_revision=1)
    result.refresh_from_db()
    assert result.rank == "first"


def test_whoever_may_not_correct_is_refused(world, result):
    for action in (
        lambda: correct(result, actor=world.people["viewer"], values={"rank": "first"}),
        lambda: strike(result, actor=world.people["viewer"], reason="Nhập trùng."),
        lambda: restore(result, actor=world.people["viewer"]),
    ):
        with pytest.raises(PermissionDenied):
            action()


def test_what_is_struck_out_leaves_the_figures_and_comes_back_when_restored(world, result):
    officer, before = world.people["officer"], pupils(world)
    strike(result, actor=officer, reason="Nhập trùng.")
    struck = pupils(world)
    with pytest.raises(MoveNotAllowed):
        strike(result, actor=officer, reason="Lần nữa.")
    with pytest.raises(MoveNotAllowed):
        correct(result, actor=officer, values={"rank": "first"})
    restore(result, actor=officer)
    assert (before, struck, pupils(world)) == (1, None, 1)  # no other result tells that there were none


def test_striking_out_needs_a_reason(world, result):
    with pytest.raises(ValidationError) as refused:
        strike(result, actor=world.people["officer"], reason="  ")
    assert "reason" in refused.value.message_dict


def test_what_a_signed_paper_prints_is_not_struck_out(world, result, monkeypatch):
    monkeypatch.setattr(
        SIGNED_PAPERS, "_items", {"emulation.ExternalResult": [lambda obj: [SignedPaper("Quyết định 45")]]}
    )
    with pytest.raises(MoveNotAllowed) as refused:
        strike(result, actor=world.people["officer"], reason="Nhập trùng.")
    assert refused.value.messages == [
        "Quyết định 45 đã ký, không sửa được. Muốn đính chính, đề nghị soạn quyết định mới thay thế."
    ]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_offers_correction_strikes_out_with_a_reason_and_restores(world, result):
    client = world.client("officer")
    edit, page = reverse("emulation:external-result-edit", args=[result.pk]), result.get_absolute_url()
    strike_url = reverse("strike", args=["emulation.externalresult", result.pk])
    offered = client.get(page).content.decode()
    assert (edit in offered, strike_url in offered) == (True, True)
    values = {
        "holder_name": "Mai An",
        "contest_name": "Kỳ thi lớp 8",
        "level": "province",
        "year": 2024,
        "revision": 1,
    }
    assert client.post(edit, values).url == page
    assert client.post(strike_url, {"reason": "Nhập trùng."}).url == page
    assert "Nhập trùng." in client.get(page).content.decode()
    assert (client.get(edit).status_code, client.get(strike_url).status_code) == (409, 409)
    assert (
        client.post(reverse("restore", args=["emulation.externalresult", result.pk]), {"reason": "Đúng."}).url == page
    )


def test_a_list_shows_what_counts_and_on_request_what_was_struck_out(world, result):
    strike(result, actor=world.people["officer"], reason="Nhập trùng.")
    client = world.client("officer")
    url = list_url("emulation:external-results", year=2024)
    pages = [client.get(url).content.decode(), client.get(f"{url}&struck=yes").content.decode()]
    assert [result.contest_name in page for page in pages] == [False, True]


@pytest.mark.parametrize("label", ["emulation.nothing", "core.job", "nothing", "accounts.user"])
def test_what_cannot_be_struck_out_has_no_page_for_it(world, label):
    assert world.client("officer").get(f"/strike/{label}/1/").status_code == 404
