"""Whatever comes from outside passes one place, whichever form or model it comes by."""

import importlib
import pkgutil

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext

from core.files import ScanField, stored_file_fields
from core.uploads import ScanUpload, UploadField
from tests.our_apps import APPS
from tests.papers import PDF, SECRET, catalogue, photograph

MADE_HERE = {"core.Job.result", "reports.ReportEdition.pdf", "unions.UnionLogo.file"}
READ_AS_ROWS = {"unions.SheetImport.file"}
FIELDS = {f"{model._meta.label}.{field.name}": field for model, field in stored_file_fields()}
SCANS = {name: field for name, field in FIELDS.items() if isinstance(field, ScanField)}


def all_forms(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


@pytest.mark.one_database(on="sqlite")
def test_every_file_field_of_every_form_is_one_of_ours():
    for app in APPS:
        for module in pkgutil.walk_packages(importlib.import_module(app).__path__, f"{app}."):
            if module.name.rpartition(".")[2] == "forms" or ".forms." in module.name:
                importlib.import_module(module.name)
    ours = [form for form in all_forms() if form.__module__.partition(".")[0] in APPS]
    fields = [(form, name, field) for form in ours for name, field in getattr(form, "base_fields", {}).items()]
    with_file = [(form.__name__, name, field) for form, name, field in fields if isinstance(field, forms.FileField)]
    assert len(with_file) >= 7
    assert [(form, name) for form, name, field in with_file if not isinstance(field, UploadField)] == []


@pytest.mark.one_database(on="sqlite")
def test_every_file_field_of_every_model_is_examined_or_made_by_the_portal():
    assert set(FIELDS) == {*SCANS, *MADE_HERE, *READ_AS_ROWS}


@pytest.mark.parametrize("name", SCANS)
@pytest.mark.parametrize("way", ["checked by a service", "saved without a check"])
def test_what_is_stored_of_a_photograph_does_not_say_where_it_was_taken(db, name, way):
    field = SCANS[name]
    row = field.model()
    setattr(row, field.name, SimpleUploadedFile("ảnh.jpg", photograph()))
    if way == "checked by a service":
        setattr(row, field.name, field.clean(getattr(row, field.name), row))
    with field.pre_save(row, add=True).open() as stored:
        assert SECRET not in stored.read()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("name", SCANS)
def test_a_pdf_with_a_script_is_refused_at_every_field(name):
    field = SCANS[name]
    row = field.model()
    setattr(row, field.name, SimpleUploadedFile("a.pdf", catalogue(b"/OpenAction << /S /JavaScript /JS (1) >>")))
    for act in (lambda: field.clean(getattr(row, field.name), row), lambda: field.pre_save(row, add=True)):
        with pytest.raises(ValidationError) as refused:
            act()
        assert gettext("a script") in " ".join(refused.value.messages)


def test_a_pdf_keeps_its_bytes_for_its_signature(db):
    field = SCANS["emulation.Rollout.document"]
    row = field.model(document=SimpleUploadedFile("a.pdf", PDF))
    with field.pre_save(row, add=True).open() as stored:
        assert stored.read() == PDF


class Handing(forms.Form):
    scan = ScanUpload()
    day = forms.DateField()


@pytest.mark.one_database(on="sqlite")
def test_what_is_wrong_with_a_scan_is_told_with_the_other_faults_of_the_form():
    scan = SimpleUploadedFile("a.pdf", catalogue(b"/OpenAction << /S /JavaScript /JS (1) >>"))
    assert set(Handing({}, {"scan": scan}).errors) == {"scan", "day"}
    form = Handing({}, {"scan": SimpleUploadedFile("ảnh.jpg", photograph())})
    assert set(form.errors) == {"day"}
    assert (form.cleaned_data["scan"].name, SECRET in form.cleaned_data["scan"].read()) == ("ảnh.jpg", False)


@pytest.mark.one_database(on="sqlite")
def test_the_browser_is_told_the_kinds_and_the_size_before_anything_is_sent():
    attributes = ScanUpload().widget.attrs
    assert attributes == {
        "accept": ".jpeg,.jpg,.pdf,.png",
        "data-most-bytes": 20 * 1024 * 1024,
        "data-too-large": "Tệp lớn hơn 20 MB nên không gửi được. Đồng chí hãy chọn tệp nhỏ hơn.",
    }
