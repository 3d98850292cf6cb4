"""Documents as they were when signed, closed or issued."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from core.alarms import raise_alarm
from core.documents.description import Document
from core.documents.payload import from_payload, to_payload
from core.files import FileAltered
from core.fingerprints import fingerprint
from core.models import StoredDocument


def store_document(obj: Model, document: Document) -> StoredDocument:
    payload = to_payload(document)
    content_type = ContentType.objects.get_for_model(obj)
    stored: StoredDocument = StoredDocument.objects.create(
        content_type=content_type, object_id=obj.pk, payload=payload, sha256=fingerprint(payload)
    )
    return stored


def altered_documents() -> Iterator[StoredDocument]:
    for stored in StoredDocument.objects.order_by("pk").iterator():
        if fingerprint(stored.payload) != stored.sha256:
            yield stored


def stored_document(obj: Model) -> Document | None:
    """Return the latest or None (frozen before documents were stored). Raises FileAltered."""
    latest = _stored(obj).first()
    if latest and fingerprint(latest.payload) != latest.sha256:
        record = f"core.StoredDocument {latest.pk}"
        raise_alarm("core.StoredDocument", record, f"{record} is not the one that was stored")
        raise FileAltered
    return from_payload(latest.payload) if latest else None


def stored_fingerprint(obj: Model) -> str:
    """SHA-256 of the latest document, or ""."""
    return _stored(obj).values_list("sha256", flat=True).first() or ""


def _stored(obj: Model) -> QuerySet[StoredDocument]:
    rows = StoredDocument.objects.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)
    return rows.order_by("-pk")
