from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.documents.description import Document
from core.documents.formats import FileFormat, document_file
from core.documents.kinds import DocumentKind, document_kinds


class Command(BaseCommand):
    help = "Write a document to a file. The command “documents” lists kinds and keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="such as decision, minutes, pact, report")
        parser.add_argument("key", help="second column of the command “documents”")
        parser.add_argument("--format", choices=FileFormat.values, default=FileFormat.PDF.value)
        parser.add_argument("--archive", action="store_true", help="a PDF to be kept for decades (PDF/A)")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["archive"] and options["format"] != FileFormat.PDF:
            raise CommandError(_("Only a PDF has an archive variant."))
        kind = kind_or_error(options["kind"])
        document = built(kind, options["key"])
        content = document_file(document, options["format"], archive=options["archive"])
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            reason = {"file": options["output"], "reason": error.strerror}
            raise CommandError(_("%(file)s cannot be written: %(reason)s.") % reason) from error
        self.stdout.write(f"{options['output']}: {len(content)} bytes")


def built(kind: DocumentKind, key: str) -> Document:
    obj = object_or_error(kind, key)
    try:
        return kind.build(obj)
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages)) from refused


def kind_or_error(name: str) -> DocumentKind:
    kinds = document_kinds()
    if name not in kinds:
        known = ", ".join(f"{kind.name} ({kind.label})" for kind in kinds.values())
        message = _("There is no kind of document “%(kind)s”. Known kinds: %(known)s.")
        raise CommandError(message % {"kind": name, "known": known})
    return kinds[name]


def object_or_error(kind: DocumentKind, key: str) -> Any:
    obj = kind.find(key)
    if obj is None:
        message = _("There is no document “%(label)s” with the key %(key)s. The command “documents” lists the keys.")
        raise CommandError(message % {"label": kind.label, "key": key})
    return obj
