"""All file fields of forms are made here; a test holds that."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.files import SCANS, ExaminedFile, GenuineFile, PictureFile, examined_scan
from core.storage import MEGABYTE
from core.virus_scan import refuse_virus

PHOTOGRAPHS = {suffix: kind for suffix, kind in SCANS.items() if kind.startswith("image/")}
PHOTOGRAPH_HELP = _("Take it with the phone or choose one (JPG, PNG), at most 20 MB.")
SCANS_HELP = _("PDF or photographs (JPG, PNG), several at once, at most 20 MB together.")
SCAN_HELP = _("PDF or a photograph (JPG, PNG), at most 20 MB.")


class UploadField(forms.FileField):
    def __init__(self, *, kinds: tuple[str, ...], most_megabytes: int = 20, **kwargs: Any) -> None:
        self.kinds = kinds
        self.most_megabytes = most_megabytes
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        sentence = _("The file is over %(most)s MB and cannot be sent. Please choose a smaller one.")
        return super().widget_attrs(widget) | {
            "accept": ",".join(self.kinds),
            "data-most-bytes": self.most_megabytes * MEGABYTE,
            "data-too-large": sentence % {"most": self.most_megabytes},
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            upload.seek(0)
            refuse_virus(upload.read())
            upload.seek(0)
        return upload


class JudgedUploadField(UploadField):
    judge: type[GenuineFile] = GenuineFile

    def __init__(self, *, kinds: dict[str, str] | None = None, **kwargs: Any) -> None:
        judge = self.judge(kinds) if kinds else self.judge()
        most, longest_name = judge.most_megabytes, 100
        super().__init__(
            kinds=tuple(sorted(judge.kinds)),
            most_megabytes=most,
            max_length=longest_name,
            validators=[judge],
            **kwargs,
        )


class ScanUpload(JudgedUploadField):
    """The form examines the file, so that all faults are told together."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": SCAN_HELP, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        scan = super().clean(data, initial)
        if not isinstance(scan, UploadedFile):
            return scan
        scan.seek(0)
        return ExaminedFile(examined_scan(scan.read()), name=scan.name)


class ScansInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ScansUpload(ScanUpload):
    """Several files at once, of the size of one together; phones offer their camera too."""

    widget = ScansInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": SCANS_HELP, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        sentence = _("The files are over %(most)s MB together. Please send them one after the other.")
        return super().widget_attrs(widget) | {
            "accept": ",".join(sorted({*SCANS.values()})),
            "data-too-large": sentence % {"most": self.most_megabytes},
        }

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            return [scan for scan in [super().clean(data, initial)] if scan]
        scans, faults = [], []
        for file in data if isinstance(data, list | tuple) else [data]:
            try:
                scans.append(super().clean(file, initial))
            except ValidationError as fault:
                faults += [f"{file.name}: {message}" for message in fault.messages]
        if faults:
            raise ValidationError(faults)
        return scans


class PhotographUpload(ScanUpload):
    """Phones offer their camera and the pictures they hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": PHOTOGRAPH_HELP, "kinds": PHOTOGRAPHS, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": "image/*"}


class PictureUpload(JudgedUploadField):
    judge = PictureFile
