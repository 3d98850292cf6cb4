from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm, ScopedForm
from core.spreadsheets.reading import KINDS
from core.spreadsheets.sheets import column_letter
from core.text import format_number
from core.uploads import UploadField
from unions.imports.files import IMPORTERS
from unions.imports.models import SheetImport
from unions.imports.selectors.standing import Standing


class UploadForm(ScopedForm):
    file = UploadField(
        label=_("File"),
        required=False,
        kinds=KINDS,
        help_text=_("Excel, LibreOffice or CSV (%(kinds)s).") % {"kinds": ", ".join(KINDS)},
    )
    pasted = forms.CharField(
        label=_("Or paste from Excel"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Copy the rows together with the headings, and paste them here."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not (data.get("pasted") or "").strip() and not self.errors:
            self.add_error("file", _("Please choose a file, or paste rows below."))
        return data

    @property
    def content(self) -> tuple[bytes, str]:
        """Return the bytes and the file name."""
        if upload := self.cleaned_data["file"]:
            return upload.read(), upload.name
        return self.cleaned_data["pasted"].encode(), "paste.txt"


class ColumnsForm(ScopedForm):
    def __init__(self, *args: Any, sheet: SheetImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = IMPORTERS[sheet.kind].columns
        choices = [("", _("Leave this column out")), *((column.field, column.label) for column in columns)]
        for index, heading in enumerate(sheet.headings):
            samples = sheet.samples.get(str(index), [])
            if heading or samples:
                self.fields[f"column_{index}"] = forms.ChoiceField(
                    label=f"{column_letter(index)} – {heading or gettext('no heading')}",
                    help_text=" · ".join(samples) or _("This column is empty."),
                    choices=choices,
                    required=False,
                    initial=sheet.fields.get(str(index)) or sheet.doubts.get(str(index), ""),
                )

    @property
    def chosen(self) -> dict[int, str]:
        return {int(name.removeprefix("column_")): field for name, field in self.cleaned_data.items() if field}


class TakeBackForm(ReasonForm):
    only_free = forms.BooleanField(required=False)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standing.obstacles:
            label = _("Take back only the %(count)s rows on which nothing stands")
            self.fields["only_free"].label = label % {"count": format_number(standing.free_count)}
        else:
            del self.fields["only_free"]


class ConfirmForm(ScopedForm):
    good_rows = forms.BooleanField(
        label=_("Import only the good rows; I mend the wrong ones and bring them again"), required=False
    )
    button = forms.ChoiceField(choices=[("import", ""), ("check", "")], widget=forms.HiddenInput, initial="import")
