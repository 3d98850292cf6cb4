from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from core.documents.storage import altered_documents, store_document, stored_document
from core.fingerprints import fingerprint
from core.models import StoredDocument
from tests.core.documents.samples import DOCUMENT


@pytest.fixture
def stored(world):
    return store_document(world.union, DOCUMENT)


def test_a_document_is_stored_with_its_fingerprint_and_read_back(world, stored):
    stored.refresh_from_db()
    assert (stored_document(world.union), fingerprint(stored.payload)) == (DOCUMENT, stored.sha256)
    assert stored_document(world.foreign_union) is None


def test_the_latest_document_of_an_object_is_the_one_in_force(world, stored):
    later = replace(DOCUMENT, subject="Khác")
    store_document(world.union, later)
    assert stored_document(world.union) == later


def test_the_database_refuses_to_change_or_delete_it(stored):
    for change in (lambda rows: rows.update(sha256="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change(StoredDocument.objects.filter(pk=stored.pk))
    assert StoredDocument.objects.get().sha256 == stored.sha256


def test_an_altered_document_is_named_by_the_check(stored):
    assert list(altered_documents()) == []
    payload = {**stored.payload, "subject": "Khác"}
    forged = StoredDocument(content_type=stored.content_type, object_id=1, payload=payload, sha256=stored.sha256)
    forged.save()
    assert list(altered_documents()) == [forged]
    with pytest.raises(CommandError, match=f"Stored document {forged.pk} "):
        call_command("check_audit")
