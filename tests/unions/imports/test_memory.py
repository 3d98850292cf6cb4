"""Small files that claim to be huge are told in a sentence: little memory, no worker lost."""

import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from tests.core.spreadsheets.test_reading import ods, text_cell

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"
MOST_MEGABYTES = 300
# The command in a process of its own; its peak of memory is the last line.
COMMAND = """
import runpy, sys
sys.argv = ["manage.py", *sys.argv[1:]]
try:
    runpy.run_path("manage.py", run_name="__main__")
finally:
    # The peak since this program began; getrusage() would count what the tests held before.
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(peak.split()[1]) // 1024)
"""
pytestmark = pytest.mark.one_database(on="sqlite")


def far_ods():
    name, empty = text_cell("Lê An"), "<table:table-cell table:number-columns-repeated='16383'/>"
    many = f"<table:table-row table:number-rows-repeated='1048574'>{name}</table:table-row>"
    return ods([text_cell("Họ và tên") + empty, many, empty + text_cell("x")])


def formatted_rows():
    """Return a list below which a million rows have a format and nothing else."""
    with zipfile.ZipFile(CASES / "cell-far-down.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    first, _far = sheet.split('<row r="1048576"')
    empty = "".join(f'<row r="{number}" s="0" customFormat="1"/>' for number in range(5, 1_048_577))
    parts["xl/worksheets/sheet1.xml"] = f"{first}{empty}</sheetData></worksheet>".encode()
    return parts


@pytest.fixture
def files(tmp_path):
    """Return the files by name, each with words of the answer."""
    with zipfile.ZipFile(tmp_path / "formatted.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in formatted_rows().items():
            archive.writestr(name, content)
    (tmp_path / "far.ods").write_bytes(far_ods())
    return {
        CASES / "cell-at-the-far-corner.xlsx": "XFD1048576",
        CASES / "cell-far-down.xlsx": "Set aside: 2",
        ROOT / "tests/core/spreadsheets/files/far.xls": "IV65536",
        tmp_path / "formatted.xlsx": "New: 3",
        tmp_path / "far.ods": "more than 50.000 filled rows",
    }


@pytest.mark.slow
def test_the_command_stays_within_its_memory(world, files, tmp_path):
    database = tmp_path / "db.sqlite3"
    database.write_bytes(connection.connection.serialize())
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{database}", "DEBUG": "1"}
    for path, words in files.items():
        arguments = ["import_people", str(path), "--grassroots", world.school.code, "--language=en", "--dry-run"]
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert (done.returncode >= 0, words in done.stdout + done.stderr) == (True, True), (path, done)
        assert int(done.stdout.splitlines()[-1]) < MOST_MEGABYTES, path


@pytest.mark.slow
def test_the_page_stays_within_its_memory(world, files):
    chair = world.client("chair")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in files:
        upload = {"file": SimpleUploadedFile(path.name, path.read_bytes())}
        answer = chair.post(reverse("unions:import-people", args=[world.school.pk]), upload)
        assert answer.status_code in (302, 422), path
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < MOST_MEGABYTES // 2
