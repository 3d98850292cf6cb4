"""A file that is gone from the disk: its record stands, its address says so in a sentence, and the log names it."""

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from awards.received.models import DecisionCopy, ReceivedAward
from core.files import stored_file_fields
from core.models import Job
from emulation.campaigns.models import CampaignAttachment
from emulation.clusters.models import ClusterYear
from emulation.evidence.models import Evidence
from emulation.sheets.models import RegistrationSheet, SheetVersion
from reports.editions.models import ReportEdition
from tests.core.test_files import PDF, PNG
from tests.emulation.campaigning import drafted
from tests.factories import make_campaign, make_initiative, make_rollout, make_title
from unions.imports.models import SheetImport
from unions.tree.models import UnionLogo
from unions.units.models import Cluster

pytestmark = pytest.mark.django_db
NAME = "nguyen-thi-anh.pdf"
"""A file may be called after a person: no log and no list tells it."""


def a_logo(world):
    logo = UnionLogo(union=world.union, sha256="0" * 64)
    logo.file.save(NAME, ContentFile(PNG), save=False)
    logo.save()
    return logo, "file", logo.get_absolute_url()


def a_pact(world):
    cluster = Cluster.objects.create(union=world.union, name="Cụm số 1")
    pact = ClusterYear(cluster=cluster, year=2024, pact_contents="Dạy tốt", pact_signed_on="2024-01-15")
    pact.pact_scan.save(NAME, ContentFile(PDF))
    return pact, "pact_scan", reverse("emulation:pact-scan", args=[pact.pk])


def a_plan(world):
    campaign = make_campaign(world.union, world.people["officer"], plan_number="08/KH-LĐLĐ")
    campaign.plan_scan.save(NAME, ContentFile(PDF))
    return campaign, "plan_scan", reverse("emulation:plan-scan", args=[campaign.pk])


def an_answer(world, field):
    rollout = make_rollout(make_campaign(world.union, world.people["officer"]), world.school)
    getattr(rollout, field).save(NAME, ContentFile(PDF))
    return rollout, field, reverse(f"emulation:rollout-{field.replace('_', '-')}", args=[rollout.pk])


def a_launch(world):
    return an_answer(world, "document")


def a_photograph(world):
    return an_answer(world, "photo")


def a_report_of_a_unit(world):
    return an_answer(world, "report_document")


def an_initiative(world):
    initiative = make_initiative(world.people["chair"])
    initiative.document.save(NAME, ContentFile(PDF))
    initiative.refresh_from_db()
    return initiative, "document", reverse("emulation:initiative-document", args=[initiative.pk])


def a_job(world):
    job = Job(kind="x", name="Trial", created_by=world.people["officer"], state="done", result_name="a.pdf")
    job.result.save(NAME, ContentFile(PDF))
    return job, "result", reverse("job-file", args=[job.pk])


def an_issued_report(world):
    officer, day = world.people["officer"], timezone.localdate()
    facts = {"year": 2024, "edition": 1, "as_of": day, "dated_on": day, "symbol": "1/BC-LĐLĐ", "sha256": "0" * 64}
    edition = ReportEdition(union=world.union, created_by=officer, issued_at=timezone.now(), state="issued", **facts)
    edition.pdf.save(NAME, ContentFile(PDF))
    return edition, "pdf", reverse("reports:edition-file", args=[edition.pk])


def an_attachment(world):
    officer = world.people["officer"]
    campaign = make_campaign(world.union, officer)
    attachment = CampaignAttachment(campaign=campaign, name="Mẫu báo cáo", added_by=officer)
    attachment.file.save(NAME, ContentFile(PDF))
    return attachment, "file", reverse("emulation:attachment", args=[attachment.pk])


def a_signed_sheet(world):
    chair = world.people["chair"]
    campaign = make_campaign(world.union, world.people["officer"])
    place = {"campaign": campaign, "union": world.union, "grassroots": world.school, "year": campaign.year}
    sheet = RegistrationSheet.objects.create(**place, created_by=chair)
    version = SheetVersion(sheet=sheet, number=1, submitted_by=chair, submitted_at=timezone.now())
    version.scan.save(NAME, ContentFile(PDF))
    return version, "scan", reverse("emulation:sheet-scan-file", args=[version.pk])


def a_proof(world):
    officer = world.people["officer"]
    facts = {"title": make_title(for_grassroots=True), "year": 2024, "created_by": officer}
    award = ReceivedAward(union=world.union, grassroots=world.school, **facts)
    award.proof.save(NAME, ContentFile(PDF))
    return award, "proof", reverse("awards:received-award-proof", args=[award.pk])


def a_copy_of_a_decision(world):
    facts = {"symbol": "12/QĐ", "symbol_key": "12/qd", "decided_on": date(2024, 12, 20)}
    copy = DecisionCopy(union=world.union, grassroots=world.school, created_by=world.people["chair"], **facts)
    copy.file.save(NAME, ContentFile(PDF))
    return copy, "file", reverse("awards:decision-copy", args=[copy.pk])


def a_piece_of_evidence(world):
    campaign = make_campaign(world.union, world.people["officer"])
    campaign.titles.add(make_title())
    make_rollout(campaign, world.school)
    piece = Evidence(registration=drafted(world, campaign), kind="decision", created_by=world.people["chair"])
    piece.file.save(NAME, ContentFile(PDF))
    return piece, "file", reverse("emulation:evidence", args=[piece.pk])


PLACES = [
    *(a_logo, a_pact, a_plan, a_launch, a_photograph, a_report_of_a_unit, an_initiative, a_job, an_issued_report),
    *(an_attachment, a_signed_sheet, a_piece_of_evidence, a_proof, a_copy_of_a_decision),
]


def throw_away(record, field):
    stored = getattr(record, field)
    stored.storage.delete(stored.name)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_the_address_of_a_lost_file_says_so_and_the_log_names_the_record_once(world, caplog, place):
    record, field, address = place(world)
    reader = world.client("officer")
    kept = reader.get(address)
    assert (kept.status_code, kept.getvalue()) == (200, PNG if place is a_logo else PDF)
    throw_away(record, field)
    caplog.clear()
    answer = reader.get(address)
    assert answer.status_code == 404
    sentence = "This file is no longer on the server. Please tell the administrator, who may have a copy of it."
    assert gettext(sentence) in answer.content.decode()
    told = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert told == [
        f"{record._meta.label} {record.pk}: the file of its {field} cannot be read: No such file or directory"
    ]
    assert world.client("stranger_officer").get(address).status_code == 404
    assert len([each for each in caplog.records if each.levelname == "ERROR"]) == 1


def test_a_strange_address_is_not_called_lost(world):
    strange = world.client("officer").get("/no/such/page/").content.decode()
    assert (gettext("This page was not found") in strange, gettext("This file is lost") in strange) == (True, False)


def test_every_stored_file_of_the_house_is_looked_at_here(world):
    """A list that was brought has no address of its own: tests/unions/test_import_pages.py loses it."""
    tried = {(type(record), field) for record, field, _address in (place(world) for place in PLACES)}
    known = {(model, field.name) for model, field in stored_file_fields()}
    assert known == tried | {(SheetImport, "file")}


def test_the_command_lists_the_records_whose_files_are_lost(world):
    told = io.StringIO()
    placed = [place(world)[:2] for place in PLACES]
    call_command("check_files", stdout=told)
    assert told.getvalue() == "Every stored file is there, as it was stored.\n"
    for record, field in placed[:3]:
        throw_away(record, field)
    with pytest.raises(CommandError, match="3 files are lost, 0 altered"):
        call_command("check_files", stdout=told)
    lost = {f"{record._meta.label} {record.pk} {field}: lost" for record, field in placed[:3]}
    assert set(told.getvalue().splitlines()[1:]) == lost
    assert NAME.partition(".")[0] not in told.getvalue()
