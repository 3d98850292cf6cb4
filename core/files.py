"""Private files: validated by content, served by views that check the reader."""

import logging
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any, Literal

import filetype
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import models
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from PIL import Image

from core.alarms import raise_alarm
from core.file_space import check_space, note_owner, note_replaced
from core.models import StoredFile
from core.pictures import check_picture, without_metadata
from core.storage import MEGABYTE, digest_of, keep_digest
from core.virus_scan import refuse_virus

logger = logging.getLogger(__name__)
SCANS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@deconstructible
class GenuineFile:
    """Checks the size, and the content against the name."""

    def __init__(self, kinds: dict[str, str] | None = None, most_megabytes: int = 20) -> None:
        self.kinds = kinds or SCANS
        self.most_megabytes = most_megabytes

    def __call__(self, upload: Any) -> None:
        if getattr(upload, "_committed", False):
            return  # stored before, judged then
        self._check_size(upload)
        suffix = Path(upload.name).suffix.lower()
        if suffix not in self.kinds:
            allowed = ", ".join(sorted(self.kinds))
            raise ValidationError(
                _("Please choose a file of one of these kinds: %(kinds)s."), params={"kinds": allowed}
            )
        self._check_content(upload, self.kinds[suffix])

    def _check_size(self, upload: Any) -> None:
        if not upload.size:
            raise ValidationError(_("The file is empty. Please scan or save it again."))
        if upload.size > self.most_megabytes * MEGABYTE:
            raise ValidationError(
                _("The file is over %(most)s MB. Please scan it again at a lower resolution."),
                params={"most": self.most_megabytes},
            )

    def _check_content(self, upload: Any, expected: str) -> None:
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        if filetype.guess_mime(content) != expected:
            raise ValidationError(_("The file is not what its name says. Please save it again and choose it anew."))
        if expected.startswith("image/"):
            check_picture(content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GenuineFile) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((tuple(self.kinds), self.most_megabytes))


PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
LEAST_SIDE, MOST_SIDE = 120, 4000
"""Pixels: fewer print as a blur, more are no logo."""


class PictureFile(GenuineFile):
    """SVG is refused: it can contain scripts."""

    def __init__(self, most_megabytes: int = 2) -> None:
        super().__init__(PICTURES, most_megabytes)

    def _check_content(self, upload: Any, expected: str) -> None:
        super()._check_content(upload, expected)
        with Image.open(upload) as picture:
            shorter, longer = sorted(picture.size)
        upload.seek(0)
        if shorter < LEAST_SIDE or longer > MOST_SIDE:
            raise ValidationError(
                _("Each side of the picture must have %(least)s to %(most)s pixels."),
                params={"least": LEAST_SIDE, "most": MOST_SIDE},
            )


class ExaminedFile(ContentFile[bytes]):
    pass


class UploadedFileField(models.FileField):
    """`owner` is the path to the unit or union whose space the file takes."""

    def __init__(self, *args: Any, owner: str = "", **kwargs: Any) -> None:
        self.owner = owner  # empty only in migrations
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        return self._admitted(value, model_instance) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if not file or file._committed:
            return super().pre_save(model_instance, add)
        self._admitted(file, model_instance)
        stored = type(model_instance)._base_manager.filter(pk=model_instance.pk)
        before = stored.values_list(self.attname, flat=True).first()
        file = super().pre_save(model_instance, add)
        self.note_owner_of(model_instance, file.name)
        if before:
            note_replaced(model_instance, self.name, before)
        return file

    def _admitted(
        self, file: models.fields.files.FieldFile, row: models.Model | None
    ) -> models.fields.files.FieldFile:
        if getattr(file, "_committed", False):
            return file
        if not isinstance(file.file, ExaminedFile):
            file.file.seek(0)
            content = file.file.read()
            refuse_virus(content)
            file.file = ExaminedFile(self.examined(content), name=file.name)
        if owner := self.owner_of(row):
            check_space(owner, file.size)
        return file

    def examined(self, content: bytes) -> bytes:
        """Return the bytes to store, or raise ValidationError."""
        return content

    def note_owner_of(self, row: models.Model, name: str) -> None:
        if owner := self.owner_of(row):
            note_owner(name, owner)

    def owner_of(self, row: models.Model | None) -> Any:
        return reduce(lambda found, name: getattr(found, name, None), self.owner.split("."), row)


class ScanField(UploadedFileField):
    default_validators = [GenuineFile()]

    def examined(self, content: bytes) -> bytes:
        return examined_scan(content)


def examined_scan(content: bytes) -> bytes:
    """Return a picture without metadata, a PDF unchanged; raise ValidationError for active content."""
    from core.pdf_content import check_pdf  # the library behind it takes an eighth of a second to load

    if not is_pdf(content):
        return without_metadata(content)
    check_pdf(content)
    return content


def is_pdf(content: bytes) -> bool:
    return bool(filetype.guess_mime(content) == SCANS[".pdf"])


class FileLost(Http404):
    """The record exists, its file does not."""


class FileAltered(FileLost):
    """The file is not the one that was stored."""


def open_kept(stored: models.fields.files.FieldFile) -> "File[bytes]":
    """Raise FileLost or FileAltered. The log names the record only: a file name may be a person's."""
    record = f"{stored.instance._meta.label} {stored.instance.pk}"
    try:
        file = stored.open("rb")
    except OSError as error:
        logger.error("%s: the file of its %s cannot be read: %s", record, stored.field.name, error.strerror)
        raise FileLost from error
    if is_altered(file, str(stored.name)):
        file.close()
        problem = f"{record}: the file of its {stored.field.name} is not the one that was stored"
        raise_alarm("core.StoredFile", f"{record} {stored.field.name}", problem)
        raise FileAltered
    return file


def is_altered(file: "File[bytes]", name: str) -> bool:
    """A file stored before hashes were kept counts as unaltered."""
    kept = StoredFile.objects.filter(name=name).values_list("sha256", flat=True).first()
    if kept is None:
        return False
    digest = digest_of(file.chunks(MEGABYTE))
    file.seek(0)
    return digest != kept


def read_kept(stored: models.fields.files.FieldFile) -> bytes:
    with open_kept(stored) as file:
        content: bytes = file.read()
    return content


def private_response(stored: models.fields.files.FieldFile, name: str, *, as_attachment: bool = True) -> FileResponse:
    """The caller has checked the reader."""
    return FileResponse(open_kept(stored), as_attachment=as_attachment, filename=name)


def stored_file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, models.FileField):
                yield model, field


FileState = Literal["as stored", "noted", "lost", "altered"]


def examined_files() -> Iterator[tuple[str, FileState]]:
    """Yield ("record field", state); file names stay private.

    A missing hash is stored, with the owner of the space.
    """
    for model, field in stored_file_fields():
        rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
        for pk, name in rows.values_list("pk", field.name).iterator():
            state = _examine(field.storage, name)
            if state == "noted" and isinstance(field, UploadedFileField):
                field.note_owner_of(rows.get(pk=pk), name)
            yield f"{model._meta.label} {pk} {field.name}", state


def _examine(storage: Storage, name: str) -> FileState:
    try:
        with storage.open(name) as file:
            digest = digest_of(file.chunks(MEGABYTE))
    except OSError:
        return "lost"
    kept = StoredFile.objects.filter(name=name).values_list("sha256", flat=True).first()
    if kept is None:
        keep_digest(name, digest, storage.size(name))
        return "noted"
    return "as stored" if digest == kept else "altered"
