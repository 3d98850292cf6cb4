"""Django's admin: administrators alone, everything in the trail, what is sealed stays."""

import io
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.users.models import User
from awards.decisions.models import Award, Certificate, Decision
from core.audit import record
from core.audit_chain import broken_links
from core.models import AuditEntry
from reports.editions.models import ReportEdition
from tests.factories import make_person, make_title, make_union, make_user
from tests.our_apps import APPS
from tests.shared_rows import shared
from unions.people.models import Person
from unions.tree.models import UnionProfile
from unions.tree.services.entering import choose_logo
from unions.units.models import Cluster, Sector, Team

pytestmark = pytest.mark.slow

INSIDE = {  # the portal's own bookkeeping, nothing to look at
    "core.AuditHead",
    "accounts.SecurityEvent",  # the security log, on a page of its own
    "core.UsedFormToken",
    "core.UsedNumber",
    "core.Notification",  # what one user is told, read on that user's own pages
    "core.RecentChoice",  # what one user chose last
    "unions.Dismissal",  # what an office does not carry out, on its own pages
    "core.StoredFile",  # the hash of a file
    "core.ReplacedFile",  # counted on the pages of units and unions
    "core.StoredDocument",  # what a paper said, read back by its own page
    "accounts.AttemptCount",
    "unions.MovedRow",  # what a merge of two records moved, for the way back
    "accounts.RecoveryCode",
    "unions.SheetImport",  # a list on its way in: read and finished on its own pages
    "unions.SheetRow",
    "unions.ImportedRecord",  # what a list wrote, for the way back
    "accounts.SignedInSession",
    "accounts.CalendarAddress",  # made and ended by its owner
    "accounts.ShortLink",
    "accounts.MessagePreference",  # how one user is told, on that user's own pages
    "accounts.MailLine",
    "accounts.OutgoingMail",  # mails, on a page of their own
    "emulation.Discipline",  # what is known of people, on pages of their own
    "emulation.Leave",
    "emulation.YearlyGrade",
    "emulation.TransferRemark",
    "emulation.UnitMatter",  # what is pending about units, on pages of their own
    "emulation.CampaignSector",  # what belongs to one plan, on the pages of the campaign
    "emulation.CampaignWave",
    "emulation.CampaignTarget",
    "emulation.CampaignUnit",
    "emulation.CampaignAttachment",
    "emulation.CampaignChange",
    "emulation.CampaignReview",
    "emulation.CampaignLetter",
}


SEARCHED = [each for each in admin.site._registry.values() if each.search_fields]


def test_every_model_of_the_house_is_registered():
    models = {model for label in APPS for model in apps.get_app_config(label).get_models()}
    missing = {model._meta.label for model in models if not admin.site.is_registered(model)}
    assert missing == INSIDE


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["leader", "officer", "clerk", "chair", "viewer", "council"])
def test_the_administration_does_not_exist_for_others(world, role):
    client = world.client(role)
    person = make_person(world.school)
    for address in (
        reverse("admin:index"),
        reverse("admin:login"),
        reverse("admin:unions_person_changelist"),
        reverse("admin:unions_person_change", args=[person.pk]),
    ):
        assert client.get(address).status_code == 404, address


def test_neither_the_role_nor_the_mark_of_staff_opens_it_alone(world):
    marked = make_user("marked", "officer", union=world.union)
    User.objects.filter(pk=marked.pk).update(is_staff=True, is_superuser=True)
    unmarked = make_user("unmarked", "admin")
    for user in (marked, unmarked):
        client = Client()
        client.force_login(user)
        assert client.get(reverse("admin:index")).status_code == 404


def test_a_stranger_is_asked_to_sign_in_at_the_one_door(world):
    address = reverse("admin:unions_person_changelist")
    assert Client().get(address)["Location"] == f"{reverse('sign-in')}?next={address}"
    assert Client().get(reverse("admin:login"))["Location"].startswith(reverse("sign-in"))


@pytest.mark.one_database(on="postgresql")
@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label), ids=str)
def test_every_list_and_form_of_the_administration_opens(world, model):
    client, meta = world.client("admin"), model._meta
    name = f"admin:{meta.app_label}_{meta.model_name}"
    assert client.get(reverse(f"{name}_changelist"), {"q": "a"}).status_code in {200, 302}
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code in {200, 403}


@pytest.mark.one_database(on="sqlite")
def test_a_search_of_thousands_of_words_stays_a_small_question(rf):
    asked = "1 " * 20_000
    searches = [each.get_search_results(rf.get("/"), each.get_queryset(rf.get("/")), asked) for each in SEARCHED]
    assert max(len(str(found.query)) for found, _twice in searches) < 30_000


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("page", ["change", "delete"])
def test_a_page_that_is_asked_for_by_no_field_opens(world, page):
    address = reverse(f"admin:unions_sector_{page}", args=[world.school.sector_id])
    assert world.client("admin").get(address, {"_to_field": ""}).status_code == 200


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("key", ["x", str(2**63), "9999-12-31"])
def test_what_is_no_key_is_refused_by_the_forms_and_acts(world, key):
    client = world.client("admin")
    added = client.post(reverse("admin:unions_unionlink_add"), {"union": key, "parent": key})
    acted = client.post(
        reverse("admin:unions_sector_changelist"), {"action": "delete_selected", "_selected_action": key}
    )
    assert {"union", "parent"} <= set(added.context["adminform"].form.errors)
    assert (added.status_code, acted.status_code) == (200, 400)


def test_an_addition_a_change_and_a_deletion_are_three_entries(world):
    client = world.client("admin")
    sent = {"union": world.union.pk, "name": "Cụm thi đua số 1"}
    assert client.post(reverse("admin:unions_cluster_add"), sent).status_code == 302
    cluster = Cluster.objects.get()
    change = reverse("admin:unions_cluster_change", args=[cluster.pk])
    assert client.post(change, sent | {"name": "Cụm thi đua số 2"}).status_code == 302
    assert client.post(reverse("admin:unions_cluster_delete", args=[cluster.pk]), {"post": "yes"}).status_code == 302
    entries = AuditEntry.objects.filter(act__startswith="admin.").order_by("pk")
    assert [(entry.act, entry.actor, entry.object_name) for entry in entries] == [
        ("admin.add", world.people["admin"], "Cụm thi đua số 1"),
        ("admin.change", world.people["admin"], "Cụm thi đua số 2"),
        ("admin.delete", world.people["admin"], "Cụm thi đua số 2"),
    ]
    assert list(broken_links()) == []


def test_a_changed_row_of_the_law_keeps_its_old_and_new_value(world):
    title = make_title()
    sent = {"code": title.code, "name": "Lao động xuất sắc", "family": "title", "level": "grassroots"}
    sent |= {"authority": "external", "period": "yearly", "for_person": "on", "position": 0, "mark": "ILL"}
    title_page = reverse("admin:emulation_title_change", args=[title.pk])
    assert world.client("admin").post(title_page, sent | {"is_active": "on"}).status_code == 302
    values = AuditEntry.objects.get(act="admin.change").detail["changes"][-1]["values"]
    assert values["name"] == ["Lao động tiên tiến", "Lao động xuất sắc"]


def test_an_action_on_many_rows_writes_an_entry_for_each(world):
    teams = [Team.objects.create(grassroots=world.school, name=f"Tổ {number}") for number in (1, 2, 3)]
    sent = {"action": "delete_selected", "_selected_action": [team.pk for team in teams], "post": "yes"}
    response = world.client("admin").post(reverse("admin:unions_team_changelist"), sent)
    assert (response.status_code, Team.objects.count()) == (302, 0)
    assert AuditEntry.objects.filter(act="admin.delete").count() == 3


def test_a_name_mended_here_is_found_and_ordered_by_its_new_letters(world):
    person = make_person(world.school, "Nguyễn Thị Ánh")
    address = reverse("admin:unions_person_change", args=[person.pk])
    sent = {"full_name": "Đỗ  Thị Hương", "gender": "female", "birth_date": "17/05/1988", "member_number": ""}
    assert world.client("admin").post(address, sent).status_code == 302
    mended = Person.objects.get()
    assert (mended.full_name, mended.search_key, mended.given_name) == ("Đỗ Thị Hương", "do thi huong", "Hương")
    assert (mended.member_number, mended.revision) == (None, person.revision + 1)
    assert "1988" not in str(AuditEntry.objects.get(act="admin.change").detail)


@pytest.mark.one_database(on="sqlite")
def test_a_password_is_set_on_the_page_of_the_portal_and_its_hash_is_not_shown(world):
    user, client = world.people["chair"], world.client("admin")
    page = client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    assert user.password.split("$")[-1] not in page
    assert user.password.split("$")[0] not in page
    sent = {"usable_password": "true", "password1": "hoa-sen-tay-ho-26", "password2": "hoa-sen-tay-ho-26"}
    answer = client.post(reverse("admin:auth_user_password_change", args=[user.pk]), sent)
    assert answer["Location"] == reverse("accounts:user-password", args=[user.pk])
    assert not User.objects.get(pk=user.pk).check_password("hoa-sen-tay-ho-26")
    assert client.get(reverse("admin:auth_user_password_change", args=[0])).status_code == 404


def test_an_account_opened_here_is_found_by_its_name_without_marks(world):
    sent = {
        "username": "chair.moi",
        "full_name": "Đỗ Văn Ước",
        "usable_password": "true",
        "password1": "hoa-sen-tay-ho-26",
        "password2": "hoa-sen-tay-ho-26",
    }
    assert world.client("admin").post(reverse("admin:accounts_user_add"), sent).status_code == 302
    assert User.objects.get(username="chair.moi").search_key == "do van uoc chair.moi"


def test_a_constraint_over_a_read_only_field_is_a_sentence_and_not_a_crash(world):
    unit = world.school
    sent = {
        "code": unit.code,
        "name": unit.name,
        "kind": "union",
        "ownership": "public_service",
        "sector": unit.sector_id,
        "status": "dissolved",
    }
    response = world.client("admin").post(reverse("admin:unions_grassrootsunion_change", args=[unit.pk]), sent)
    assert response.status_code == 200
    assert len(response.context["adminform"].form.non_field_errors()) == 1
    unit.refresh_from_db()
    assert unit.status == "active"


@shared
def sealed(world):
    """One of each thing that nobody may change any more."""
    leader, now = world.people["leader"], timezone.now()
    decision = Decision.objects.create(
        union=world.union, year=2024, subject_line="Về việc khen thưởng", created_by=world.people["officer"]
    )
    award = Award.objects.create(
        decision=decision,
        union=world.union,
        grassroots=world.school,
        subject_kind="person",
        person=make_person(world.school),
        title=make_title(),
        year=2024,
        golden_book_number=1,
        recipient_name="Nguyễn Thị Ánh",
        achievement="Đã có thành tích",
    )
    certificate = Certificate.objects.create(award=award, serial="TAYHO-2024-0001", code="ABCD-EFGH-JKLM")
    Decision.objects.filter(pk=decision.pk).update(
        state="signed", signed_by=leader, signed_at=now, dated_on=date(2024, 12, 20), signatory_name=str(leader)
    )
    edition = ReportEdition.objects.create(
        union=world.union,
        year=2024,
        edition=1,
        as_of=date(2024, 12, 31),
        dated_on=date(2024, 12, 31),
        state="issued",
        issued_by=leader,
        issued_at=now,
        sha256="0" * 64,
        pdf="reports/2024/x.pdf",
        created_by=leader,
    )
    return [decision, award, certificate, edition, record("person.enter", award.person, actor=leader)]


def test_what_is_signed_issued_or_appended_is_looked_at_and_never_changed(world, sealed):
    client = world.client("admin")
    for thing in sealed:
        name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
        before = type(thing).objects.filter(pk=thing.pk).values().get()
        change = reverse(f"{name}_change", args=[thing.pk])
        page = client.get(change)
        assert (page.status_code, page.context["has_change_permission"]) == (200, False), thing
        assert client.post(change, {"subject_line": "Khác"}).status_code == 403, thing
        assert client.post(reverse(f"{name}_delete", args=[thing.pk]), {"post": "yes"}).status_code == 403, thing
        chosen = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
        client.post(reverse(f"{name}_changelist"), chosen)
        assert type(thing).objects.filter(pk=thing.pk).values().get() == before
    assert (
        "ABCD-EFGH-JKLM"
        not in client.get(reverse("admin:awards_certificate_change", args=[sealed[2].pk])).content.decode()
    )


def test_a_draft_may_be_mended_but_its_signature_is_not_typed(world):
    decision = Decision.objects.create(
        union=world.union, year=2024, subject_line="Về việc", created_by=world.people["officer"]
    )
    sent = {
        "union": world.union.pk,
        "year": 2024,
        "subject_line": "Về việc khen thưởng",
        "capacity": "chair",
        "state": "issued",
        "number": 1,
        "symbol": "01/QĐ-LĐLĐ",
        "signed_by": world.people["admin"].pk,
        "signatory_name": "Quản trị",
    }
    address = reverse("admin:awards_decision_change", args=[decision.pk])
    assert world.client("admin").post(address, sent).status_code == 302
    decision.refresh_from_db()
    assert (decision.subject_line, decision.state, decision.number, decision.symbol) == (
        "Về việc khen thưởng",
        "draft",
        None,
        "",
    )
    assert (decision.signed_by, decision.signatory_name) == (None, "")


def profile_as_sent(profile, **changes):
    names = [field.name for field in UnionProfile._meta.fields if field.editable and field.name not in ("id", "logo")]
    said = {name: getattr(profile, name) for name in names} | {"union": profile.union_id}
    dates = {name: f"{said[name]:%d/%m/%Y}" if said[name] else "" for name in ("valid_from", "valid_to")}
    return said | dates | {"prints_kt_line": "on"} | changes


def test_each_change_of_the_tree_is_an_entry_of_the_trail(world):
    client, union = world.client("admin"), world.union
    link, profile, sector = union.links_up.get(), union.profiles.get(), union.sectors.first()
    sent = {
        union: {"code": union.code, "level": "district", "name": "Liên đoàn khác", "founded_on": "01/01/2018"},
        link: {"union": union.pk, "parent": world.city.pk, "valid_from": "02/01/2018"},
        profile: profile_as_sent(profile, place="Hồ Tây"),
        sector: {"union": union.pk, "code": "SX", "name": "Khối sản xuất", "kind": "production", "position": 4},
    }
    for thing, values in sent.items():
        address = reverse(f"admin:unions_{thing._meta.model_name}_change", args=[thing.pk])
        answer = client.post(address, values)
        assert answer.status_code == 302, (thing, answer.context and answer.context["errors"])
    entries = AuditEntry.objects.filter(act="admin.change").order_by("pk")
    assert [(entry.content_type.model, entry.actor) for entry in entries] == [
        (model, world.people["admin"]) for model in ("union", "unionlink", "unionprofile", "sector")
    ]
    changed = [UnionProfile.objects.get(pk=profile.pk), Sector.objects.get(pk=sector.pk)]
    assert [(each.revision) for each in changed] == [2, 2]
    assert list(broken_links()) == []


def test_what_the_tree_must_not_become_is_a_sentence_at_its_field_and_no_crash(world):
    client, union = world.client("admin"), world.union
    ward = make_union("P1", "Công đoàn phường Một", level="ward", parent=union)
    below_ward = {"union": union.pk, "parent": ward.pk, "valid_from": "01/01/2015"}
    tries = {
        "unionlink": [
            (below_ward | {"valid_to": "31/12/2017"}, None),
            (below_ward | {"valid_to": "31/12/2018"}, "valid_from"),
            ({"union": world.city.pk, "parent": ward.pk, "valid_from": "01/01/2020", "valid_to": ""}, "parent"),
        ],
        "unionprofile": [
            (profile_as_sent(union.profiles.get(), valid_from="01/01/2019"), "valid_from"),
            (profile_as_sent(union.profiles.get(), valid_from="01/01/2017", valid_to="31/12/2017"), None),
        ],
        "affiliation": [
            ({"grassroots": world.school.pk, "union": ward.pk, "valid_from": "01/01/2017", "valid_to": "05/01/2018"},
             "valid_from"),
        ],
    }  # fmt: skip
    for model, rows in tries.items():
        for values, wrong in rows:
            answer = client.post(reverse(f"admin:unions_{model}_add"), values)
            said = [*answer.context["adminform"].form.errors] if answer.status_code == 200 else None
            assert said == ([wrong] if wrong else None), (model, values)


def test_a_logo_is_looked_at_and_never_changed(world):
    client, profile = world.client("admin"), world.union.profiles.get()
    picture = io.BytesIO()
    Image.new("RGB", (200, 200), "teal").save(picture, "PNG")
    logo = choose_logo(
        actor=world.people["admin"], profile=profile, expected_revision=1, content=picture.getvalue()
    ).logo
    address = reverse("admin:unions_unionlogo_change", args=[logo.pk])
    assert (client.get(address).status_code, client.post(address, {"sha256": "x"}).status_code) == (200, 403)
    assert client.post(reverse("admin:unions_unionlogo_delete", args=[logo.pk]), {"post": "yes"}).status_code == 403
    page = client.get(reverse("admin:unions_unionprofile_change", args=[profile.pk]))
    assert "logo" not in page.context["adminform"].form.fields
