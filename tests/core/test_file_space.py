"""What a unit or union hands in has its space; a replaced scan is kept by rule and counted."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.audit import record
from core.audit_labels import label_for
from core.file_space import (
    REPLACED_FOR,
    REPLACED_KEPT,
    FileSpace,
    delete_replaced,
    files_of,
    note_owner,
    replaced_scans,
    space_of,
)
from core.files import UploadedFileField, stored_file_fields
from core.integrity import check_files
from core.models import AuditEntry, ReplacedFile, StoredFile
from core.storage import MEGABYTE
from tests.factories import make_campaign, make_rollout
from tests.papers import PDF
from tests.shared_rows import shared
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

OTHER_PDF = PDF + b"\n"
OWNED = [(model, field) for model, field in stored_file_fields() if isinstance(field, UploadedFileField)]


@shared
def rollout(world):
    return make_rollout(make_campaign(world.union, world.people["officer"]), world.school)


@pytest.fixture
def unit_space(settings):
    settings.FILE_SPACE = {"unions.GrassrootsUnion": 1, "unions.Union": 1}


def hand_in(rollout, content=PDF):
    rollout.document = SimpleUploadedFile("lễ phát động.pdf", content)
    rollout.full_clean()
    rollout.save()
    return rollout.document.name


def take(owner, size):
    StoredFile.objects.create(name=f"taken/{StoredFile.objects.count()}", sha256="0" * 64, size=size)
    note_owner(StoredFile.objects.last().name, owner)


@pytest.mark.one_database(on="sqlite")
def test_every_file_that_is_handed_in_takes_space_of_a_unit_or_union():
    ways = {f"{model._meta.label}.{field.name}": (model, field.owner) for model, field in OWNED}
    owners = {name: _at_the_end(model, way) for name, (model, way) in ways.items()}
    assert owners == {
        "awards.DecisionCopy.file": {GrassrootsUnion},
        "awards.ReceivedAward.proof": {GrassrootsUnion, Union},
        "emulation.Campaign.plan_scan": {Union},
        "emulation.CampaignAttachment.file": {Union},
        "emulation.ClusterYear.pact_scan": {Union},
        "emulation.Evidence.file": {GrassrootsUnion},
        "emulation.Initiative.document": {GrassrootsUnion},
        "emulation.Rollout.document": {GrassrootsUnion},
        "emulation.Rollout.photo": {GrassrootsUnion},
        "emulation.Rollout.report_document": {GrassrootsUnion},
        "emulation.SheetVersion.scan": {GrassrootsUnion},
        "unions.SheetImport.file": {GrassrootsUnion, Union},
    }


def _at_the_end(model, way):
    for name in way.split("."):
        found = getattr(model, name)
        if isinstance(found, property):
            return {GrassrootsUnion, Union}
        model = found.field.related_model
    return {model}


def test_a_file_counts_for_its_unit_with_its_size(rollout, world):
    hand_in(rollout)
    assert [(file.size, file.owner) for file in files_of(world.school)] == [(len(PDF), world.school)]
    assert space_of(world.school) == FileSpace(used=len(PDF), replaced=0, replaced_count=0, allowed=500 * MEGABYTE)
    assert space_of(world.union) == FileSpace(used=0, replaced=0, replaced_count=0, allowed=5000 * MEGABYTE)


def test_the_space_is_filled_to_its_last_byte_and_no_further(rollout, world, unit_space):
    take(world.school, MEGABYTE - len(PDF))
    hand_in(rollout)
    with pytest.raises(ValidationError) as refused:
        hand_in(rollout)
    assert refused.value.message_dict == {
        "document": [
            f"Tệp của {world.school} đã dùng 1 trên 1 MB; tệp này có dung lượng 0,1 MB nên không còn đủ chỗ. "
            "Đồng chí hãy quét lại ở độ phân giải thấp hơn hoặc đề nghị quản trị hệ thống cấp thêm dung lượng."
        ]
    }


def test_a_file_saved_without_a_check_is_refused_too_and_another_unit_is_not_touched(rollout, world, unit_space):
    take(world.company, MEGABYTE)
    hand_in(rollout)
    take(world.school, MEGABYTE)
    rollout.document = SimpleUploadedFile("a.pdf", PDF)
    with pytest.raises(ValidationError):
        rollout.save()


def test_a_replaced_scan_stays_and_is_counted(rollout, world):
    first, second = hand_in(rollout), hand_in(rollout)
    rollout.save()
    replaced = ReplacedFile.objects.get()
    assert (replaced.file.name, replaced.record, replaced.field) == (first, rollout, "document")
    assert rollout.document.storage.exists(first)
    assert first != second
    assert space_of(world.school) == FileSpace(2 * len(PDF), len(PDF), 1, 500 * MEGABYTE)


@pytest.mark.slow
def test_an_earlier_scan_is_opened_by_whoever_opens_the_present_one(rollout, world):
    hand_in(rollout, PDF)
    hand_in(rollout, OTHER_PDF)
    record("rollout.correct", rollout, actor=world.people["officer"])
    [scan] = replaced_scans(rollout)
    assert (scan.row, scan.replaced_by) == (ReplacedFile.objects.get(), str(world.people["officer"]))
    address = reverse("replaced-file", args=[scan.row.pk])
    officer = world.client("officer")
    page = " ".join(officer.get(rollout.get_absolute_url()).content.decode().split())
    assert [address in page, f"Bản quét được thay ngày {timezone.localdate():%d/%m/%Y}" in page] == [True, True]
    assert officer.get(address).getvalue() == PDF
    assert world.client("stranger_officer").get(address).status_code == 404
    scan.row.file.delete()
    assert officer.get(address).status_code == 404


def test_an_earlier_scan_that_was_altered_is_not_sent(rollout, world):
    first = hand_in(rollout)
    hand_in(rollout)
    Path(rollout.document.storage.path(first)).write_bytes(OTHER_PDF)
    address = reverse("replaced-file", args=[ReplacedFile.objects.get().pk])
    assert world.client("officer").get(address).status_code == 409


@pytest.mark.parametrize(("days", "deleted"), [(0, 0), (REPLACED_FOR.days - 1, 0), (REPLACED_FOR.days + 1, 1)])
def test_the_last_two_replaced_scans_stay_and_older_ones_for_a_year(
    rollout, world, days, deleted, django_capture_on_commit_callbacks
):
    names = [hand_in(rollout) for _scan in range(REPLACED_KEPT + 2)]
    ReplacedFile.objects.update(replaced_at=timezone.now() - timedelta(days=days))
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_replaced() == deleted
    assert [rollout.document.storage.exists(name) for name in names] == [not deleted, True, True, True]
    assert space_of(world.school).replaced_count == REPLACED_KEPT + 1 - deleted
    entries = AuditEntry.objects.filter(act="file.delete_replaced")
    assert [entry.object for entry in entries] == [rollout] * deleted
    assert label_for("file.delete_replaced") != "file.delete_replaced"


def test_the_command_says_how_many_it_deleted(db):
    told = io.StringIO()
    call_command("delete_old_files", stdout=told)
    assert told.getvalue() == "0 replaced scans and 0 finished jobs were deleted.\n"


def test_a_file_stored_before_space_was_counted_is_counted_once_the_files_are_checked(rollout, world):
    hand_in(rollout)
    StoredFile.objects.all().delete()
    check_files()
    assert space_of(world.school).used == len(PDF)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_administrators_read_the_space_on_the_pages_of_units_and_unions(rollout, world):
    hand_in(rollout)
    hand_in(rollout)
    pages = [world.school.get_absolute_url(), world.union.get_absolute_url()]
    words = ["0,1 trên 500 MB", "Trong đó, bản quét đã được thay thế", "0 trên 5.000 MB"]
    assert _found(world.client("admin"), pages, words) == set(words)
    assert _found(world.client("officer"), pages, words) == set()


def _found(client, pages, words):
    text = " ".join(client.get(page).content.decode() for page in pages)
    return {word for word in words if word in text}
