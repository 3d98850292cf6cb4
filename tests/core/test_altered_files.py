"""A file that is not the one that was stored is not sent, whichever record it belongs to."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils.translation import gettext

from core.documents.storage import store_document, stored_document
from core.files import FileAltered, read_kept, stored_file_fields
from core.integrity import check_files
from core.models import StoredDocument, StoredFile
from core.storage import HashedFileStorage
from tests.core.documents.test_storage import DOCUMENT
from tests.core.test_lost_files import NAME, PLACES, throw_away
from tests.triggers import drop_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
CONFLICT = 409


def alter(record, field):
    """One byte is another; the size and the name stay."""
    stored = getattr(record, field)
    with Path(stored.path).open("r+b") as file:
        last = file.read()[-1:]
        file.seek(-1, io.SEEK_END)
        file.write(b"#" if last != b"#" else b"!")


@pytest.mark.parametrize("place", PLACES)
def test_an_altered_file_is_not_sent_and_the_log_names_its_record(world, caplog, place):
    record, field, address = place(world)
    alter(record, field)
    answer = world.client("officer").get(address)
    page = answer.content.decode()
    assert (answer.status_code, gettext("This file has been altered") in page) == (CONFLICT, True)
    told = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert told == [f"{record._meta.label} {record.pk}: the file of its {field} is not the one that was stored"]


def test_every_field_of_a_stored_file_keeps_its_hash_in_the_storage():
    """With the walk over the addresses in test_lost_files.py no field escapes."""
    assert {type(field.storage._wrapped) for _model, field in stored_file_fields()} == {HashedFileStorage}


def test_a_file_from_before_hashes_were_kept_is_sent_and_noted_by_the_next_check(world):
    record, field, address = PLACES[1](world)
    StoredFile.objects.all().delete()
    reader = world.client("officer")
    reader.get(address).getvalue()
    assert check_files()["noted"] == [f"{record._meta.label} {record.pk} {field}"]
    alter(record, field)
    assert reader.get(address).status_code == CONFLICT


def test_a_name_used_again_has_the_hash_of_the_new_file(world):
    record, field, address = PLACES[1](world)
    stored = getattr(record, field)
    name, storage, content = stored.name, stored.storage, read_kept(stored)
    throw_away(record, field)
    assert not StoredFile.objects.filter(name=name).exists()
    StoredFile.objects.create(name=name, sha256="0" * 64)  # its file was removed without the portal
    assert storage.save(name, ContentFile(content)) == name
    answer = world.client("officer").get(address)
    assert answer.getvalue() == content


def test_the_command_lists_the_records_whose_files_were_altered(world):
    told = io.StringIO()
    record, field, _address = PLACES[1](world)
    alter(record, field)
    with pytest.raises(CommandError, match="0 files are lost, 1 altered"):
        call_command("check_files", stdout=told)
    assert told.getvalue() == f"{record._meta.label} {record.pk} {field}: altered\n"
    assert NAME.partition(".")[0] not in told.getvalue()


def test_a_paper_whose_stored_document_was_altered_is_not_printed(world):
    stored = store_document(world.union, DOCUMENT)
    drop_triggers("core_storeddocument")
    StoredDocument.objects.filter(pk=stored.pk).update(payload={**stored.payload, "title": "Forged"})
    with pytest.raises(FileAltered):
        stored_document(world.union)
