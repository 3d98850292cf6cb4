"""The pact of a cluster's year: written, signed, filed, printed; who may, and what cannot be."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from core.audit import history_of
from core.corrections import restore, strike
from core.documents.description import Items
from core.documents.storage import stored_document
from core.models import AuditEntry
from emulation.clusters.documents import pact_document, split_lines
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.selectors import clusters_for_list, units_to_sign, years_of
from emulation.clusters.selectors import parties_of as parties_of_cluster
from emulation.clusters.services.clusters import add_to_cluster, enter_cluster, name_lead, rename_cluster
from emulation.clusters.services.pacts import correct_signature, file_pact, sign_pact, write_pact
from tests.core.test_pdf import pdf_text
from tests.factories import make_grassroots
from tests.papers import PDF
from tests.shared_rows import shared

TODAY = timezone.localdate()
YEAR = TODAY.year
FIRST = date(YEAR, 1, 1)
MISTAKE = "Ghi nhầm đơn vị"
PROMISE = "- Dạy tốt, học tốt\n+ Giúp nhau cùng tiến bộ"


@shared
def cluster(world):
    officer = world.people["officer"]
    made = enter_cluster(actor=officer, union=world.union, name="Cụm Tiểu học")
    add_to_cluster(actor=officer, cluster=made, units=[world.school, world.company])
    world.school.refresh_from_db()
    world.company.refresh_from_db()
    name_lead(actor=officer, cluster=made, year=YEAR, lead=world.school, since=FIRST)
    world.people["chair"] = type(world.people["chair"]).objects.get(pk=world.people["chair"].pk)
    return made


@shared
def pact(world, cluster):
    return write(world, cluster, targets="100% đoàn viên đăng ký thi đua")


def write(world, cluster, role="officer", **facts):
    facts = {"year": YEAR, "contents": PROMISE, "targets": "", "basis": "Kế hoạch số 12/KH-LĐLĐ", **facts}
    return write_pact(actor=world.people[role], cluster=cluster, **facts)


def sign(world, pact, *units, role="officer", on=FIRST):
    return sign_pact(actor=world.people[role], pact=pact, units=units or [world.school], signed_on=on)


def scan(content=PDF, name="giao-uoc.pdf"):
    return SimpleUploadedFile(name, content)


def signed(pact):
    return list(pact.signatures.values_list("unit_name", "signatory", "signed_on").order_by("pk"))


def test_units_sign_on_their_days_with_the_names_of_that_day(world, pact):
    sign(world, pact, world.company, on=FIRST)
    sign(world, pact, world.school, role="chair", on=TODAY)
    pact.refresh_from_db()
    assert signed(pact) == [
        (world.company.name, "", FIRST),
        (world.school.name, str(world.people["chair"]), TODAY),
    ]
    assert (pact.pact_signed_on, pact.signed_as) == (FIRST, "Cụm Tiểu học")
    assert [entry.act for entry in reversed(history_of(pact))] == ["pact.write", "pact.sign", "pact.sign"]


def test_a_pact_may_be_changed_until_somebody_signs(world, cluster, pact):
    changed = write(world, cluster, contents="Nội dung khác", expected_revision=pact.revision)
    with pytest.raises(ValidationError) as stale:
        write(world, cluster, contents="Nội dung cũ", expected_revision=pact.revision)
    assert (changed.pact_contents, stale.value.code) == ("Nội dung khác", "stale")
    sign(world, pact)
    with pytest.raises(ValidationError) as late:
        write(world, cluster, contents="Nội dung khác nữa")
    assert late.value.code == "stale"


def test_the_database_itself_keeps_the_words_of_a_signed_pact(world, pact):
    sign(world, pact)
    for facts in ({"pact_contents": "Khác"}, {"pact_targets": "Khác"}, {"pact_basis": "Khác"}, {"signed_as": "Khác"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ClusterYear.objects.filter(pk=pact.pk).update(**facts)


def test_a_pact_whose_day_was_taken_away_is_frozen_by_its_signatures(world, pact):
    sign(world, pact)
    ClusterYear.objects.filter(pk=pact.pk).update(pact_signed_on=None)
    for facts in ({"pact_contents": "Khác"}, {"signed_as": ""}, {"signed_as": "Khác", "pact_signed_on": FIRST}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ClusterYear.objects.filter(pk=pact.pk).update(**facts)


def test_dashes_alone_are_no_promise(world, cluster):
    with pytest.raises(ValidationError) as refused:
        write(world, cluster, contents=" - \n + ")
    assert list(refused.value.message_dict) == ["contents"]


def test_the_last_signature_struck_out_opens_the_words_again(world, cluster, pact):
    for signature in [*sign(world, pact), *sign(world, pact, world.company)]:
        strike(signature, actor=world.people["chair"], reason=MISTAKE)
    pact.refresh_from_db()
    assert (pact.pact_signed_on, pact.signed_as, pact.signatures.not_struck().count()) == (None, "", 0)
    assert write(world, cluster, contents="Nội dung khác").pact_contents == "Nội dung khác"
    with pytest.raises(ValidationError) as twice:
        strike(signature, actor=world.people["officer"], reason=MISTAKE)
    assert twice.value.code == "stale"


def test_a_struck_signature_leaves_every_count_and_comes_back_when_restored(world, cluster, pact):
    officer = world.people["officer"]
    sign(world, pact)
    (signature,) = sign(world, pact, world.company)
    pact.refresh_from_db()

    def counted():
        row = clusters_for_list(officer, YEAR).get().of_year[0]
        days = [party.signed_on for party in parties_of_cluster(officer, cluster, YEAR) if party.signed_on]
        return row.signed, len(days), units_to_sign(pact).count(), years_of(officer, cluster)[0].signed

    before = counted()
    strike(signature, actor=officer, reason=MISTAKE)
    struck = counted()
    again = sign(world, pact, world.company)[0]  # the right signature can be recorded
    with pytest.raises(ValidationError):
        restore(signature, actor=officer)
    strike(again, actor=officer, reason=MISTAKE)
    restore(signature, actor=officer)
    assert (before, struck, counted()) == ((2, 2, 0, 2), (1, 1, 1, 1), (2, 2, 0, 2))
    assert [entry.act for entry in history_of(pact)][:2] == ["row.restore", "row.strike"]


def test_a_signature_is_not_restored_under_words_that_may_have_changed(world, pact):
    signature = sign(world, pact)[0]
    strike(signature, actor=world.people["officer"], reason=MISTAKE)
    with pytest.raises(ValidationError) as refused:
        restore(signature, actor=world.people["officer"])
    assert refused.value.code == "stale"


def test_a_signature_is_corrected_to_what_stands_on_the_paper_and_the_pact_follows(world, pact):
    signature = sign(world, pact, on=TODAY)[0]
    facts = {"unit_name": "Trường Chu Văn An", "signatory": "Ngô Thị Yến", "expected_revision": 1}
    for wrong in (date(YEAR - 1, 12, 31), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError) as refused:
            correct_signature(signature, actor=world.people["chair"], signed_on=wrong, **facts)
        assert list(refused.value.message_dict) == ["signed_on"]
    correct_signature(signature, actor=world.people["chair"], signed_on=FIRST, **facts)
    pact.refresh_from_db()
    assert (signed(pact), pact.pact_signed_on) == ([("Trường Chu Văn An", "Ngô Thị Yến", FIRST)], FIRST)
    assert "Trường Chu Văn An" in parties_of(stored_document(pact))[0]
    assert history_of(pact).first().detail["changed"]["unit_name"] == [world.school.name, "Trường Chu Văn An"]


def test_with_the_paper_on_file_the_last_signature_stays(world, pact):
    first, second = sign(world, pact, world.school, world.company)
    file_pact(actor=world.people["officer"], pact=pact, scan=scan())
    strike(second, actor=world.people["officer"], reason=MISTAKE)
    with pytest.raises(ValidationError):
        strike(first, actor=world.people["officer"], reason=MISTAKE)
    assert PactSignature.objects.not_struck().get() == first


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (date(YEAR + 1, 1, 1), False),
    ],
)
def test_a_pact_is_signed_in_its_year_and_not_in_the_future(world, pact, day, fits):
    if fits:
        assert sign(world, pact, on=day)[0].signed_on == day
        return
    with pytest.raises(ValidationError) as refused:
        sign(world, pact, on=day)
    assert list(refused.value.message_dict) == ["signed_on"]
    assert not pact.signatures.exists()


def test_only_units_of_the_cluster_sign_and_each_once(world, pact):
    sign(world, pact)
    for unit in (world.school, world.foreign_school, make_grassroots(world.union)):
        with pytest.raises(ValidationError) as refused:
            sign(world, pact, unit)
        assert list(refused.value.message_dict) == ["units"]
    assert pact.signatures.count() == 1


def test_what_is_not_written_is_not_signed_and_what_is_not_signed_is_not_filed(world, cluster):
    row = ClusterYear.objects.get()
    with pytest.raises(ValidationError):
        sign(world, row)
    written = write(world, cluster)
    with pytest.raises(ValidationError):
        file_pact(actor=world.people["officer"], pact=written, scan=scan())
    with pytest.raises(ValidationError) as empty:
        write(world, cluster, contents=" \n ")
    assert list(empty.value.message_dict) == ["contents"]


@pytest.mark.parametrize(
    "role", ["leader", "clerk", "board", "viewer", "admin", "stranger_officer", "stranger_chair"]
)
def test_signatures_are_recorded_by_the_officer_and_the_lead_alone(world, cluster, pact, role):
    signature = sign(world, pact)[0]
    actor = world.people[role]
    for action in (
        lambda: write(world, cluster, role),
        lambda: sign(world, pact, world.company, role=role),
        lambda: strike(signature, actor=actor, reason=MISTAKE),
        lambda: file_pact(actor=actor, pact=pact, scan=scan()),
    ):
        with pytest.raises(PermissionDenied):
            action()
    with pytest.raises(PermissionDenied):
        write(world, cluster, "chair")  # the lead collects, the officer writes


def test_a_role_of_lead_reaches_only_the_cluster_it_was_given_for(world, pact):
    officer = world.people["officer"]
    other = enter_cluster(actor=officer, union=world.union, name="Cụm khác")
    unit = make_grassroots(world.union)
    add_to_cluster(actor=officer, cluster=other, units=[unit])
    elsewhere = write(world, other)
    with pytest.raises(PermissionDenied):
        sign(world, elsewhere, unit, role="chair")


# pages


def send(world, route, args, role="officer", **sent):
    return world.client(role).post(reverse(f"emulation:{route}", args=args), sent)


@pytest.mark.slow
def test_the_way_of_a_pact_over_its_pages(world, cluster):
    words = {"contents": PROMISE, "targets": "", "basis": "", "revision": ClusterYear.objects.get().revision}
    pact = ClusterYear.objects.get()
    assert send(world, "pact-write", [cluster.pk, YEAR], **words)["Location"] == pact.get_absolute_url()
    day = f"{FIRST:%d/%m/%Y}"
    send(world, "pact-sign", [pact.pk], "chair", units=[world.company.pk, world.school.pk], signed_on=day)
    send(world, "pact-file", [pact.pk], "chair", pact_scan=scan())
    page = world.client("board").get(pact.get_absolute_url())
    assert page.context["contents"] == ["Dạy tốt, học tốt", "Giúp nhau cùng tiến bộ"]
    assert ([row.unit_name for row in page.context["signatures"]], page.context["may_record"]) == (
        [world.company.name, world.school.name],
        False,
    )
    filed = world.client("board").get(reverse("emulation:pact-scan", args=[pact.pk]))
    assert filed.getvalue() == PDF
    struck = pact.signatures.first()
    assert (
        world.client("chair").post(
            reverse("strike", args=["emulation.pactsignature", struck.pk]), {"reason": MISTAKE}
        )["Location"]
        == pact.get_absolute_url()
    )
    page = world.client("chair").get(pact.get_absolute_url())
    shown = [row for row, ways in page.context["struck"] if ways.restore_url]
    assert (len(page.context["signatures"]), shown) == (1, [struck])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("route", "sent", "wrong"),
    [
        ("pact-write", {"contents": "", "revision": "1"}, "contents"),
        ("pact-write", {"contents": "x" * 10_001, "revision": "1"}, "contents"),
        ("pact-sign", {"signed_on": "01/01/2000", "units": ["school"]}, "signed_on"),
        ("pact-sign", {"signed_on": "31/02/2024", "units": ["school"]}, "signed_on"),
        ("pact-sign", {"signed_on": f"{FIRST:%d/%m/%Y}", "units": ["foreign_school"]}, "units"),
        ("pact-sign", {"signed_on": f"{FIRST:%d/%m/%Y}"}, "units"),
        ("pact-file", {}, "pact_scan"),
        ("pact-file", {"pact_scan": (b"MZ\x90", "giao-uoc.pdf")}, "pact_scan"),
        ("pact-file", {"pact_scan": (b"", "giao-uoc.pdf")}, "pact_scan"),
        ("pact-file", {"pact_scan": (PDF, "giao-uoc.exe")}, "pact_scan"),
        ("pact-file", {"pact_scan": (PDF, "giao-uoc.png")}, "pact_scan"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(world, cluster, pact, route, sent, wrong):
    if route == "pact-file":
        sign(world, pact)
        sent = {name: scan(*value) for name, value in sent.items()}
    if "units" in sent:
        sent = {**sent, "units": [getattr(world, key).pk for key in sent["units"]]}
    before = AuditEntry.objects.count()
    answer = send(world, route, [cluster.pk, YEAR] if route == "pact-write" else [pact.pk], **sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert AuditEntry.objects.count() == before


def test_a_form_that_cannot_be_saved_says_so_before_it_is_filled_in(world, cluster, pact):
    empty = write(world, cluster, year=YEAR - 1)
    ClusterYear.objects.filter(pk=empty.pk).update(pact_contents="")
    client = world.client("officer")
    addresses = [("pact-sign", [empty.pk]), ("pact-file", [pact.pk])]
    early = [client.get(reverse(f"emulation:{route}", args=args)).status_code for route, args in addresses]
    open_pages = [client.get(reverse(f"emulation:{route}", args=[pact.pk])).status_code for route in ("pact-edit",)]
    sign(world, pact)
    addresses = [("pact-write", [cluster.pk, YEAR]), ("pact-edit", [pact.pk])]
    late = [client.get(reverse(f"emulation:{route}", args=args)).status_code for route, args in addresses]
    assert (early, open_pages, late) == ([409, 409], [200], [409, 409])


def test_a_page_opened_before_somebody_signed_is_told_so(world, cluster, pact):
    sign(world, pact)
    words = {"contents": "Khác", "targets": "", "basis": "", "revision": pact.revision}
    assert send(world, "pact-write", [cluster.pk, YEAR], **words).status_code == 409


def test_two_officers_who_write_the_first_pact_at_once_do_not_overwrite_each_other(world, cluster):
    page = world.client("officer").get(reverse("emulation:pact-write", args=[cluster.pk, YEAR - 1]))
    seen = page.context["form"].initial["revision"]
    write(world, cluster, year=YEAR - 1)
    words = {"contents": "Khác", "targets": "", "basis": "", "revision": seen}
    answer = send(world, "pact-write", [cluster.pk, YEAR - 1], **words)
    assert (seen, answer.status_code) == (0, 409)
    assert ClusterYear.objects.get(year=YEAR - 1).pact_contents == PROMISE


def test_a_pact_that_is_not_written_has_no_document(world, cluster):
    row = ClusterYear.objects.get()
    for route in ("pact-paper", "pact-scan"):
        assert world.client("officer").get(reverse(f"emulation:{route}", args=[row.pk])).status_code == 404


# the document


def parties_of(document):
    return next(block for block in document.blocks if isinstance(block, Items)).lines


def words_of(world, pact, role="officer"):
    answer = world.client(role).get(reverse("emulation:pact-paper", args=[pact.pk]))
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(" ".join(pdf_text(answer.content)).split())


@pytest.mark.slow
def test_the_document_names_the_parties_what_they_promise_and_who_signs(world, pact):
    sign(world, pact, on=FIRST)
    read = words_of(world, pact)
    with override("vi"):
        heading = gettext("EMULATION PACT")
        party = gettext("Grassroots union of %(unit)s") % {"unit": world.school.name}
    for text in (
        "LIÊN ĐOÀN LAO ĐỘNG QUẬN TÂY HỒ",
        "CỤM TIỂU HỌC",
        heading,
        "Kế hoạch số 12/KH-LĐLĐ",
        party,
        str(world.people["chair"]),
        "Dạy tốt, học tốt",
        "Giúp nhau cùng tiến bộ",
        "100% đoàn viên đăng ký thi đua",
        party.upper(),
        world.company.name,  # may still sign
        "TM. BAN THƯỜNG VỤ",
        f"ngày 01 tháng 01 năm {YEAR}",
    ):
        assert text in read, text


def test_a_document_of_earlier_days_keeps_its_names(world, cluster, pact):
    sign(world, pact)
    rename_cluster(actor=world.people["officer"], cluster=cluster, name="Cụm mới")
    type(world.school).objects.filter(pk=world.school.pk).update(name="Trường mới")
    document = pact_document(ClusterYear.objects.get(pk=pact.pk))
    assert (document.letterhead.issuer_line, document.subject) == ("CỤM TIỂU HỌC", f"Cụm Tiểu học năm {YEAR}")
    assert world.school.name in parties_of(document)[0]


def test_of_a_year_that_is_over_those_who_signed_are_the_parties(world, cluster):
    last = write(world, cluster, year=YEAR - 1)
    assert len(parties_of(pact_document(last))) == 2
    sign(world, last, on=date(YEAR - 1, 2, 1))
    document = pact_document(ClusterYear.objects.get(pk=last.pk))
    assert [f"Ông/Bà {world.people['chair']}, Chủ tịch" in party for party in parties_of(document)] == [True]
    assert "02 bản" in document.blocks[-1].text


def test_a_unit_that_is_named_as_a_union_is_not_named_so_twice(world, pact):
    type(world.school).objects.filter(pk=world.school.pk).update(name="Công Đoàn Trường Tiểu học Chu Văn An")
    assert any(party.startswith("Công Đoàn Trường Tiểu học Chu Văn An,") for party in parties_of(pact_document(pact)))


def test_lines_are_numbered_by_the_document_not_by_who_types():
    assert split_lines(" - Một\r\n\r\n•  Hai \n--\n100% ba") == ["Một", "Hai", "100% ba"]


def test_a_pact_all_have_signed_is_stored_and_printed_as_it_was(world, cluster, pact):
    sign(world, pact)
    first = stored_document(pact)
    assert [world.company.name in party for party in parties_of(first)] == [False]
    assert len(parties_of(pact_document(ClusterYear.objects.get(pk=pact.pk)))) == 2  # one may still sign
    sign(world, pact, world.company)
    name_lead(actor=world.people["officer"], cluster=cluster, year=YEAR, lead=world.company, since=TODAY)
    printed = pact_document(ClusterYear.objects.get(pk=pact.pk))
    assert (printed, len(parties_of(printed))) == (stored_document(pact), 2)
    strike(pact.signatures.get(grassroots=world.company), actor=world.people["officer"], reason=MISTAKE)
    assert len(parties_of(stored_document(pact))) == 1
