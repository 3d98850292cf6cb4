"""The rehearsal of 2025: a district ends on 30 June, its units go to the city, and on 27 September to two wards.

Both moves come as spreadsheets through the pages. What was counted, printed and awarded before stays as it was.
"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.certificates.documents import certificate_payload
from awards.certificates.services import certificates_pdf
from awards.decisions.models import Award, Certificate
from awards.decisions.services.award_rows import AwardDraft
from awards.decisions.services.drafting import draft_decision
from core.spreadsheets.writing import write_sheet
from emulation.registrations.models import Registration
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from restructuring.models import Reorganisation
from restructuring.services.dissolving import dissolve_union
from tests.awards.certificates.test_documents import text_of
from tests.awards.conftest import UNEXPECTED, awards_of_person, make_own_title
from tests.confirming import YES
from tests.factories import make_campaign, make_grassroots, make_person, make_title, make_user
from tests.restructuring.city import JULY, SEPTEMBER, make_city
from tests.shared_rows import shared
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

pytestmark = pytest.mark.django_db

YEARS = range(2020, 2025)
HEADINGS = ("Mã CĐCS", "Tên CĐCS", "Công đoàn cấp trên mới", "Tên mới", "Ghi chú")
GAP, YEAR_END = date(2025, 8, 15), date(2025, 12, 31)


@shared
def city(world):
    return make_city(world)


@shared
def district(world):
    """All units of the district, each with one teacher who was awarded in every year."""
    units = [world.school, world.company, *(make_grassroots(world.union) for _each in range(4))]
    return {unit: make_person(unit, f"Lê Thị Hoa {number}") for number, unit in enumerate(units, 1)}


def honour_everybody(office, district):
    """One decision a year over all of them, and an accepted registration each."""
    plain = {"union": office.world.union, "title": make_title()}
    for year in YEARS:
        lines = [
            AwardDraft(make_own_title(), unit, "person", "Hoàn thành nhiệm vụ", person)
            for unit, person in district.items()
        ]
        facts = {"year": year, "subject_line": "Về việc biểu dương", "dated_on": date(year, 12, 20), **UNEXPECTED}
        draft = draft_decision(actor=office.user("officer"), union=office.world.union, award_drafts=lines, **facts)
        office.issue(draft, date(year, 12, 20))
        campaign = make_campaign(office.world.union, office.user("officer"), year=year)
        for unit, person in district.items():
            Registration.objects.create(
                campaign=campaign,
                grassroots=unit,
                subject_kind="person",
                person=person,
                year=year,
                state="accepted",
                decided_at=f"{year}-03-01T08:00:00+07:00",
                created_by=office.user("board"),
                **plain,
            )


def snapshot(district):
    """All that must not change: chains of years, the words of certificates, the figures of each year."""
    union = Union.objects.get(code="TAYHO")
    return {
        "chains": {p.pk: [(a.year, a.title.code) for a in awards_of_person(p)] for p in district.values()},
        "papers": {c.pk: certificate_payload(c) for c in Certificate.objects.order_by("pk")},
        "figures": {
            year: {name: figure.value for name, figure in figures_of(Scope.of_year(union, year)).items()}
            for year in YEARS
        },
    }


def move_by_spreadsheet(client, city, rows, on):
    """Prepare on the pages as the officer, confirm as the leader."""
    typed = {
        "kind": "transfer",
        "decision_number": f"{on:%d%m}/QĐ-LĐLĐ",
        "decision_date": f"{on:%d/%m/%Y}",
        "effective_on": f"{on:%d/%m/%Y}",
    }
    answer = client(city.officer).post(reverse("restructuring:reorganisation-new", args=[city.world.city.pk]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    thing = Reorganisation.objects.latest("pk")
    with write_sheet([HEADINGS, *rows], "Danh sách") as made:
        sheet = SimpleUploadedFile("chuyen-giao.xlsx", made.read())
    answer = client(city.officer).post(
        reverse("restructuring:reorganisation-paste", args=[thing.pk]), {"sheet": sheet}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert client(city.leader).get(thing.get_absolute_url()).context["objections"] == []
    answer = client(city.leader).post(reverse("restructuring:reorganisation-move", args=[thing.pk, "confirm"]), YES)
    assert answer.status_code == 302, answer.content.decode()
    return thing


@pytest.fixture
def signed_in():
    from django.test import Client

    def client(user):
        made = Client()
        made.force_login(user)
        return made

    return client


def counted(union, day):
    scope = Scope(union, day.year, day)
    return figures_of(scope, names=["grassroots_unions"])["grassroots_unions"].value


@pytest.mark.slow
def test_the_rehearsal_of_2025(world, office, city, district, law, signed_in):
    honour_everybody(office, district)
    before = snapshot(district)
    units = list(district)
    ward_of = {unit: city.wards[number % 2] for number, unit in enumerate(units)}
    to_city = [(unit.code, unit.name, "HANOI", "", "") for unit in units]
    to_wards = [
        (unit.code, unit.name, ward.name, f"CĐCS {unit.name}" if unit == world.school else "", "")
        for unit, ward in ward_of.items()
    ]

    move_by_spreadsheet(signed_in, city, to_city, JULY)
    dissolve_union(actor=world.people["admin"], union=world.union, on=JULY)
    assert snapshot(district) == before
    move_by_spreadsheet(signed_in, city, to_wards, SEPTEMBER)
    assert snapshot(district) == before

    district_then = Union.objects.get(code="TAYHO")
    assert Scope.of_year(district_then, 2025).as_of == date(2025, 6, 30)
    places = (district_then, world.city, *city.wards)
    days = (date(2025, 6, 30), GAP, YEAR_END)
    assert {day: [counted(union, day) for union in places] for day in days} == {
        days[0]: [6, 0, 0, 0],
        GAP: [0, 6, 0, 0],
        YEAR_END: [0, 0, 3, 3],
    }
    certificate = Certificate.objects.filter(award__person=district[world.school], award__year=2020).get()
    paper = text_of(certificates_pdf(certificate.award.decision, Award.objects.filter(pk=certificate.award_id)))
    assert "LIÊN ĐOÀN LAO ĐỘNG QUẬN TÂY HỒ" in paper
    assert "Trường Tiểu học Chu Văn An" in paper
    assert "CĐCS" not in paper


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_both_sides_read_the_years_before_and_the_old_one_not_the_years_after(
    world, office, city, district, law, signed_in
):
    honour_everybody(office, district)
    units = list(district)
    move_by_spreadsheet(signed_in, city, [(u.code, u.name, "P1", "", "") for u in units[:3]], JULY)
    old, new = world.people["officer"], make_user("officer.p1", "officer", union=city.wards[0])
    for officer, expected in ((old, 6), (new, 3)):
        assert Award.objects.visible_to(officer).count() == expected * len(YEARS)
        assert Registration.objects.visible_to(officer).count() == expected * len(YEARS)
    for award in Award.objects.visible_to(new):
        assert signed_in(new).get(award.decision.get_absolute_url()).status_code == 200
    later = make_campaign(city.wards[0], new, year=2026)
    Registration.objects.create(
        campaign=later,
        union=city.wards[0],
        grassroots=GrassrootsUnion.objects.get(pk=units[0].pk),
        subject_kind="person",
        person=district[units[0]],
        title=make_title(),
        year=2026,
        created_by=office.user("board"),
    )
    assert not Registration.objects.visible_to(old).filter(year=2026).exists()
    assert Registration.objects.visible_to(new).filter(year=2026).exists()
    for user in (old, new):
        page = signed_in(user).get(units[0].get_absolute_url())
        assert "0107/QĐ-LĐLĐ" in page.content.decode()
