"""Clusters: entered, filled, led year by year; who may, and what cannot be."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.users.models import Role
from accounts.users.services import end_role, grant_role
from core.audit import history_of
from core.models import AuditEntry
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.services.clusters import (
    add_to_cluster,
    enter_cluster,
    name_lead,
    rename_cluster,
    take_lead_back,
    take_out_of_cluster,
)
from tests.confirming import YES
from tests.core.test_pdf import pdf_text
from tests.factories import SINCE, make_grassroots, make_user
from tests.shared_rows import shared
from unions.units.models import Cluster

TODAY = timezone.localdate()
YEAR = TODAY.year
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)


@shared
def cluster(world):
    """The school and the company in one cluster; the company has a chair too."""
    world.other_chair = make_user(
        "chair.hotay", "grassroots_chair", grassroots=world.company, full_name="Phan Thị Tư"
    )
    made = enter_cluster(actor=world.people["officer"], union=world.union, name="Cụm thi đua số 2")
    add_to_cluster(actor=world.people["officer"], cluster=made, units=[world.school, world.company])
    world.school.refresh_from_db()
    world.company.refresh_from_db()
    return made


def lead(world, cluster, unit=None, *, year=YEAR, since=None, role="officer"):
    return name_lead(
        actor=world.people[role],
        cluster=cluster,
        year=year,
        lead=unit or world.school,
        since=since or date(year, 1, 1),
    )


def lead_roles():
    return [
        (str(role.user), role.grassroots.name, role.valid_from, role.valid_to)
        for role in Role.objects.filter(kind="cluster_lead", valid_to__isnull=False).order_by("valid_from", "pk")
    ]


def test_a_lead_named_by_mistake_is_taken_back_with_its_role(world, cluster):
    officer = world.people["officer"]
    lead(world, cluster)
    address = reverse("emulation:cluster-lead-remove", args=[cluster.pk, YEAR])
    client = world.client("officer")
    assert (client.get(address).status_code, len(lead_roles())) == (200, 1)
    with pytest.raises(PermissionDenied):
        take_lead_back(actor=world.people["leader"], cluster=cluster, year=YEAR, reason="Nhầm năm")
    assert client.post(address, {"reason": "Nhầm năm"}).status_code == 302
    row = ClusterYear.objects.get(cluster=cluster, year=YEAR)
    assert (row.lead, row.lead_from, lead_roles(), client.get(address).status_code) == (None, None, [], 409)
    with pytest.raises(ValidationError):
        take_lead_back(actor=officer, cluster=cluster, year=YEAR, reason="Nhầm năm")


def test_a_cluster_is_entered_filled_and_renamed_and_the_trail_tells(world, cluster):
    officer = world.people["officer"]
    assert [unit.cluster for unit in (world.school, world.company)] == [cluster, cluster]
    rename_cluster(actor=officer, cluster=cluster, name="  Cụm  thi đua số 3 ")
    take_out_of_cluster(actor=officer, cluster=cluster, unit=world.company)
    world.company.refresh_from_db()
    cluster.refresh_from_db()
    assert (cluster.name, world.company.cluster) == ("Cụm thi đua số 3", None)
    acts = ["cluster.enter", "cluster.put", "row.correct", "cluster.take_out"]
    assert [entry.act for entry in reversed(history_of(cluster))] == acts


def test_a_unit_put_into_another_cluster_leaves_the_first(world, cluster):
    officer = world.people["officer"]
    second = enter_cluster(actor=officer, union=world.union, name="Cụm khác")
    assert add_to_cluster(actor=officer, cluster=second, units=[world.school]) == 1
    world.school.refresh_from_db()
    assert world.school.cluster == second


def test_the_lead_of_the_year_gets_the_role_for_that_year_and_it_moves_on_with_the_lead(world, cluster):
    row = lead(world, cluster)
    name = str(world.people["chair"])
    assert (row.lead, row.lead_from) == (world.school, FIRST)
    assert lead_roles() == [(name, world.school.name, FIRST, LAST)]
    lead(world, cluster, world.company, since=date(YEAR, 6, 1))
    assert lead_roles() == [
        (name, world.school.name, FIRST, date(YEAR, 5, 31)),
        ("Phan Thị Tư", world.company.name, date(YEAR, 6, 1), LAST),
    ]
    assert ClusterYear.objects.get() == row
    detail = AuditEntry.objects.filter(act="cluster.lead").latest("pk").detail
    assert detail == {
        "year": YEAR,
        "from": {"lead": world.school.code, "since": f"{YEAR}-01-01"},
        "to": {"lead": world.company.code, "since": f"{YEAR}-06-01"},
    }


def test_a_lead_named_by_mistake_never_held_the_role(world, cluster):
    lead(world, cluster)
    lead(world, cluster, world.company)
    assert lead_roles() == [("Phan Thị Tư", world.company.name, FIRST, LAST)]


def test_a_lead_of_a_year_that_is_over_leaves_this_years_alone(world, cluster):
    lead(world, cluster, world.company)
    lead(world, cluster, year=YEAR - 1)
    assert [(name, since.year, until) for name, _unit, since, until in lead_roles()] == [
        (str(world.people["chair"]), YEAR - 1, date(YEAR - 1, 12, 31)),
        ("Phan Thị Tư", YEAR, LAST),
    ]


def test_naming_the_same_lead_again_hands_the_role_to_who_chairs_it_now(world, cluster):
    officer = world.people["officer"]
    lead(world, cluster)
    chair = world.people["chair"].roles.get(kind="grassroots_chair")
    end_role(actor=officer, role=chair, until=TODAY - timedelta(days=1))
    successor = world.people["board"]
    grant_role(actor=officer, user=successor, kind="grassroots_chair", since=TODAY, grassroots=world.school)
    assert world.client("officer").get(cluster.get_absolute_url()).context["lead_is_settled"] is False
    lead(world, cluster)
    assert world.client("officer").get(cluster.get_absolute_url()).context["lead_is_settled"] is True
    assert [(name, until) for name, _unit, _since, until in lead_roles()][-1] == (str(successor), LAST)
    assert all(until < TODAY for name, _unit, _since, until in lead_roles() if name != str(successor))


def test_who_chairs_the_lead_no_more_leads_no_more(world, cluster):
    lead(world, cluster)
    user, day = world.people["chair"], TODAY - timedelta(days=1)
    end_role(actor=world.people["officer"], role=user.roles.get(kind="grassroots_chair"), until=day)
    assert all(until <= day for _name, _unit, _since, until in lead_roles())
    assert world.client("chair").get(world.school.get_absolute_url()).status_code == 404


def test_a_new_lead_that_begins_earlier_than_first_said_leaves_no_two_leads_on_a_day(world, cluster):
    lead(world, cluster)
    for month in (7, 4):
        lead(world, cluster, world.company, since=date(YEAR, month, 1))
    assert [(unit, since, until) for _name, unit, since, until in lead_roles()] == [
        (world.school.name, FIRST, date(YEAR, 3, 31)),
        (world.company.name, date(YEAR, 4, 1), LAST),
    ]


@pytest.mark.parametrize("place", ["foreign", "elsewhere", "dissolved"])
def test_the_lead_is_a_working_unit_of_the_cluster(world, cluster, place):
    unit = {"foreign": world.foreign_school, "elsewhere": make_grassroots(world.union)}.get(place, world.company)
    if place == "dissolved":
        unit.status, unit.dissolved_on = "dissolved", TODAY
        unit.save()
    with pytest.raises(ValidationError) as refused:
        lead(world, cluster, unit)
    assert list(refused.value.message_dict) == ["lead"]
    assert ClusterYear.objects.count() == 0


def test_a_lead_begins_within_the_year(world, cluster):
    for day, fits in [(date(YEAR - 1, 12, 31), False), (FIRST, True), (LAST, True), (date(YEAR + 1, 1, 1), False)]:
        if fits:
            assert lead(world, cluster, since=day).lead_from == day
        else:
            with pytest.raises(ValidationError) as refused:
                lead(world, cluster, since=day)
            assert list(refused.value.message_dict) == ["since"]


def test_a_lead_leaves_its_cluster_only_after_another_was_named(world, cluster):
    officer = world.people["officer"]
    second = enter_cluster(actor=officer, union=world.union, name="Cụm khác")
    lead(world, cluster)
    for leave in (
        lambda: take_out_of_cluster(actor=officer, cluster=cluster, unit=world.school),
        lambda: add_to_cluster(actor=officer, cluster=second, units=[world.school]),
    ):
        with pytest.raises(ValidationError):
            leave()
    lead(world, cluster, world.company)
    take_out_of_cluster(actor=officer, cluster=cluster, unit=world.school)
    world.school.refresh_from_db()
    assert world.school.cluster is None


@pytest.mark.parametrize("role", ["leader", "clerk", "chair", "board", "cluster_lead", "viewer", "admin"])
def test_only_the_officer_writes(world, cluster, role):
    actor, other = world.people[role], make_grassroots(world.union)
    for action in (
        lambda: enter_cluster(actor=actor, union=world.union, name="Cụm mới"),
        lambda: rename_cluster(actor=actor, cluster=cluster, name="Cụm mới"),
        lambda: add_to_cluster(actor=actor, cluster=cluster, units=[other]),
        lambda: take_out_of_cluster(actor=actor, cluster=cluster, unit=world.school),
        lambda: lead(world, cluster, role=role),
    ):
        with pytest.raises(PermissionDenied):
            action()
    assert Cluster.objects.get() == cluster


SEES = {"officer": 2, "leader": 2, "viewer": 2, "admin": 2, "chair": 1, "board": 1, "stranger_officer": 0}


def test_who_sees_which_clusters(world, cluster):
    enter_cluster(actor=None, union=world.union, name="Cụm khác")
    seen = {role: Cluster.objects.visible_to(world.people[role]).count() for role in (*SEES, "stranger_chair")}
    assert seen == SEES | {"stranger_chair": 0}


def test_a_unit_that_left_goes_on_reading_the_pact_it_signed(world, cluster):
    row = ClusterYear.objects.create(cluster=cluster, year=YEAR, pact_contents="Thi đua", pact_signed_on=FIRST)
    PactSignature.objects.create(cluster_year=row, grassroots=world.school, signed_on=FIRST, unit_name="Trường cũ")
    take_out_of_cluster(actor=None, cluster=cluster, unit=world.school)
    later = ClusterYear.objects.create(cluster=cluster, year=YEAR + 1, pact_contents="Không còn là của trường")
    assert list(ClusterYear.objects.visible_to(world.people["chair"])) == [row]
    client = world.client("chair")
    assert [client.get(each.get_absolute_url()).status_code for each in (row, later)] == [200, 404]
    assert client.get(cluster.get_absolute_url()).context["years"] == [row]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_unit_that_left_learns_nothing_of_the_units_that_are_there_now(world, cluster):
    """It keeps the year it signed. The company came to sign, and a newcomer to lead this year and the next."""
    newcomer = make_grassroots(world.union, "Trường THCS Người Mới")
    make_user("chair.moi", "grassroots_chair", grassroots=newcomer, full_name="Mai Thị Mới")
    add_to_cluster(actor=None, cluster=cluster, units=[newcomer])
    newcomer.refresh_from_db()
    pact = ClusterYear.objects.create(cluster=cluster, year=YEAR, pact_contents="Thi đua", pact_signed_on=FIRST)
    for unit in (world.school, world.company):
        PactSignature.objects.create(cluster_year=pact, grassroots=unit, signed_on=FIRST, unit_name=unit.name)
    lead(world, cluster, year=YEAR - 1)
    take_out_of_cluster(actor=world.people["officer"], cluster=cluster, unit=world.school)
    lead(world, cluster, newcomer, year=YEAR + 1)
    page, pact_page = cluster.get_absolute_url(), pact.get_absolute_url()
    document, listed = reverse("emulation:pact-paper", args=[pact.pk]), reverse("emulation:clusters")

    def read(role):
        client, texts = world.client(role), []
        for year in (YEAR, YEAR + 1, YEAR - 1):
            client.post(reverse("set-year"), {"year": str(year)})
            texts += [client.get(at, follow=True).content.decode() for at in (page, listed, f"{listed}?lacks=pact")]
            sheet = b"".join(client.get(f"{listed}?export=xlsx", follow=True).streaming_content)
            texts.append(str(list(load_workbook(io.BytesIO(sheet)).active.values)))
        return [*texts, client.get(pact_page).content.decode(), " ".join(pdf_text(client.get(document).content))]

    assert all("Người Mới" in text for text in read("officer")[-2:])
    seen = read("chair")
    assert not [text for text in seen if "Người Mới" in text or "Mai Thị Mới" in text]
    assert (world.company.name in seen[-2], world.company.name in " ".join(seen[-1].split())) == (True, True)
    left = world.client("chair").get(page)
    assert (left.context["parties"], left.context["years"], left.context["history"]) == (
        [],
        [pact, ClusterYear.objects.get(year=YEAR - 1)],
        None,
    )
    (row,) = world.client("chair").get(f"{listed}?sort=units", follow=True).context["table"].rows
    assert [row.get_cell(name) for name in ("units", "lead", "signed")] == ["–", "–", "2"]


# pages


def send(world, route, args, role="officer", **sent):
    return world.client(role).post(reverse(f"emulation:{route}", args=args), sent)


def test_the_officer_enters_and_fills_a_cluster_on_its_pages(world):
    made = send(world, "cluster-new", [world.union.pk], name="Cụm Tiểu học")
    cluster = Cluster.objects.get()
    assert made["Location"] == cluster.get_absolute_url()
    form = world.client("officer").get(reverse("emulation:cluster-units", args=[cluster.pk])).context["form"]
    assert set(form.fields["units"].queryset) == {world.school, world.company}
    send(world, "cluster-units", [cluster.pk], units=[world.school.pk, world.company.pk])
    send(world, "cluster-lead", [cluster.pk, YEAR], lead=world.school.pk, since=f"01/01/{YEAR}")
    send(world, "cluster-unit-remove", [cluster.pk, world.company.pk], **YES)
    page = world.client("officer").get(cluster.get_absolute_url())
    assert [party.unit for party in page.context["parties"]] == [world.school]
    assert (page.context["row"].lead, page.context["lead_people"]) == (world.school, [world.people["chair"]])


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "sent", "wrong", "status"),
    [
        ("cluster-new", {"name": "Cụm thi đua số 2"}, "name", 422),
        ("cluster-new", {"name": " "}, "name", 422),
        ("cluster-new", {"name": "x" * 101}, "name", 422),
        ("cluster-units", {"units": ["foreign_school"]}, "units", 422),
        ("cluster-units", {"units": ["school"]}, "units", 422),
        ("cluster-units", {"units": ["99999999999999999999"]}, "units", 422),
        ("cluster-units", {}, "units", 422),
        ("cluster-lead", {"lead": "foreign_school", "since": f"01/01/{YEAR}"}, "lead", 422),
        ("cluster-lead", {"lead": "school", "since": f"31/12/{YEAR - 1}"}, "since", 422),
        ("cluster-lead", {"lead": "school", "since": "30/02"}, "since", 422),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(world, cluster, name, sent, wrong, status):
    before = AuditEntry.objects.count()
    keys = {
        field: [
            getattr(getattr(world, one, None), "pk", one) for one in ([value] if isinstance(value, str) else value)
        ]
        for field, value in sent.items()
    }
    place = [world.union.pk] if name == "cluster-new" else [cluster.pk]
    answer = send(world, name, [*place, YEAR] if name == "cluster-lead" else place, **keys)
    assert (answer.status_code, list(answer.context["form"].errors)) == (status, [wrong])
    assert AuditEntry.objects.count() == before


def test_a_year_the_portal_does_not_know_is_no_page(world, cluster):
    client = world.client("officer")
    for year, status in [(2014, 404), (2015, 200), (YEAR + 1, 200), (YEAR + 2, 404)]:
        assert client.get(reverse("emulation:cluster-lead", args=[cluster.pk, year])).status_code == status
        assert client.get(reverse("emulation:pact-write", args=[cluster.pk, year])).status_code == status


def test_taking_out_a_unit_twice_is_told(world, cluster):
    assert send(world, "cluster-unit-remove", [cluster.pk, world.company.pk], **YES).status_code == 302
    assert send(world, "cluster-unit-remove", [cluster.pk, world.company.pk], **YES).status_code == 409
    assert send(world, "cluster-unit-remove", [cluster.pk, world.foreign_school.pk]).status_code == 404


@pytest.mark.slow
def test_a_chair_reads_the_names_of_her_cluster_but_opens_only_her_own_unit(world, cluster):
    lead(world, cluster, world.company)
    page = world.client("chair").get(cluster.get_absolute_url())
    assert [(party.unit, bool(party.url)) for party in page.context["parties"]] == [
        (world.company, False),
        (world.school, True),
    ]
    assert world.company.get_absolute_url() not in page.content.decode()
    unit = world.client("chair").get(world.school.get_absolute_url()).content.decode()
    assert cluster.get_absolute_url() in unit
    assert world.company.name in unit  # the lead of the year


@pytest.mark.slow
def test_the_list_tells_the_lead_and_the_signatures_of_the_working_year_and_what_is_missing(world, cluster):
    row = lead(world, cluster)
    client = world.client("officer")

    def listed(query=""):
        table = client.get(f"{reverse('emulation:clusters')}{query}", follow=True).context["table"]
        return [(str(line.get_cell("lead")), line.get_cell("signed")) for line in table.rows]

    assert listed() == [(world.school.name, "–")]
    assert [len(listed(f"?lacks={what}")) for what in ("lead", "pact", "signature")] == [0, 1, 1]
    row.pact_contents, row.pact_signed_on = "Thi đua", FIRST
    row.save()
    PactSignature.objects.create(cluster_year=row, grassroots=world.school, signed_on=FIRST, unit_name="Trường")
    assert listed() == [(world.school.name, "1/2")]
    PactSignature.objects.create(cluster_year=row, grassroots=world.company, signed_on=FIRST, unit_name="Công ty")
    assert [len(listed(f"?lacks={what}")) for what in ("lead", "pact", "signature")] == [0, 0, 0]
    client.post(reverse("set-year"), {"year": str(YEAR - 1)})
    assert listed() == [("–", "–")]


def test_a_transfer_to_another_federation_takes_the_pact_rights_of_a_lead_along(world, cluster):
    row = lead(world, cluster)
    type(world.school).objects.filter(pk=world.school.pk).update(cluster=None)
    answer = world.client("chair").get(reverse("emulation:pact-sign", args=[row.pk]))
    assert (answer.status_code, SINCE < FIRST) == (403, True)


def test_a_cluster_is_never_without_its_lead_because_the_next_one_begins_later(world, cluster):
    this_year, tomorrow = timezone.localdate().year, timezone.localdate() + timedelta(days=1)
    lead(world, cluster, world.school, year=this_year)
    if tomorrow.year == this_year:
        with pytest.raises(ValidationError) as refused:
            lead(world, cluster, world.company, year=this_year, since=tomorrow)
        assert list(refused.value.message_dict) == ["since"]
    row = lead(world, cluster, world.company, year=this_year, since=timezone.localdate())
    assert row.lead == world.company
    assert lead(world, cluster, world.school, year=this_year + 1).lead == world.school
