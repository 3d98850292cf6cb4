"""A list costs the same number of queries at one row and at twenty. A list without a line here fails."""

import inspect
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.invitations.services import invite
from accounts.mailing.models import OutgoingMail
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from awards.council.models import Council
from awards.decisions.models import Decision
from awards.nominations.models import Nomination
from awards.received.models import ReceivedAward
from awards.sessions.models import Session
from core.models import Job
from core.notifications import notify
from core.views import ListPage
from emulation.campaigns.models import Campaign
from emulation.classification.models import Classification
from emulation.clusters.models import ClusterYear
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.eligibility.models import RuleParameter
from emulation.eligibility.rules.answers import RULES
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.personal_records.models import Discipline, Leave, TransferRemark, YearlyGrade
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_matters.models import UnitMatter
from emulation.works.models import Work
from reports.editions.models import ReportEdition
from restructuring.models import Reorganisation
from tests.factories import (
    make_campaign,
    make_grassroots,
    make_person,
    make_rollout,
    make_rule,
    make_title,
    make_user,
)
from tests.security.routes import named_routes
from unions.imports.models import SheetImport
from unions.units.models import Cluster, Enterprise, Sector, Team

pytestmark = pytest.mark.one_database(on="sqlite")

DAY_OR_NUMBER = re.compile(r"\d{1,2}/\d{1,2}/\d{4}.*|[\d.,]+ ?(%|đ|đồng)?")
TODAY = timezone.localdate()
YEAR = TODAY.year


class Rows:
    """Adds one row of each kind: each with a person, a unit or a title of its own, so that fetching one shows."""

    def __init__(self, world):
        self.world = world
        self.officer = world.people["officer"]
        self.number = 0

    def unit(self, own):
        """A chair's rows are all of her own unit."""
        return self.world.school if own else make_grassroots(self.world.union)

    def person(self, unit):
        self.number += 1
        return make_person(unit, f"Nguyễn Thị Ánh {self.number}")

    def campaign(self, **facts):
        self.number += 1
        return make_campaign(self.world.union, self.officer, year=YEAR, name=f"Phong trào {self.number}", **facts)

    def add_job(self, own):
        Job.objects.create(kind="x", name="Job", created_by=self.world.people["chair"] if own else self.officer)

    def add_mail(self, own):
        self.number += 1
        user = make_user(f"reader{self.number}", "grassroots_chair", grassroots=self.unit(own))
        facts = {"to": "a@example.org", "body": "x", "state": "held", "created_at": timezone.now()}
        OutgoingMail.objects.create(user=user, subject=f"Thư {self.number}", caused_by=self.officer, **facts)

    def add_notification(self, own):
        notify("campaign.approve", [self.campaign()], actor=None)

    def add_invitation(self, own):
        facts = {"kind": "grassroots_chair", "grassroots": self.unit(own), "full_name": "Nguyễn Thị Ánh"}
        invite(actor=self.officer, since=TODAY, **facts)

    def add_event(self, own):
        self.number += 1
        note_event(EventKind.SIGNED_IN, user=make_user(f"event.{self.number}", "officer", union=self.world.union))

    def add_unit(self, own):
        unit = make_grassroots(self.world.union)
        if own:
            self.world.people["chair"].roles.create(
                kind="grassroots_chair", grassroots=unit, valid_from=date(2020, 1, 1)
            )

    def add_person(self, own):
        unit = self.unit(own)
        person = self.person(unit)
        person.employments.update(team=Team.objects.create(grassroots=unit, name=f"Tổ {self.number}"))

    def add_likeness(self, own):
        """Two records of one person, in two units; a chair sees pairs of her own unit alone."""
        self.number += 1
        for _each in range(2):
            make_person(self.unit(own), f"Đỗ Thị Hương {self.number}")

    def add_import(self, own):
        actor = self.world.people["chair"] if own else self.officer
        finished = {"state": "done", "finished_at": timezone.now(), "counts": {"new": 1}}
        SheetImport.objects.create(kind="people", grassroots=self.unit(own), created_by=actor, **finished)

    def about_person(self, own):
        unit = self.unit(own)
        return {"union": self.world.union, "grassroots": unit, "person": self.person(unit)}

    def add_discipline(self, own):
        Discipline.objects.create(level="warning", valid_from=TODAY, **self.about_person(own))

    def add_matter(self, own):
        self.number += 1
        of_unit = {"union": self.world.union, "grassroots": self.unit(own), "subject_kind": "grassroots"}
        UnitMatter.objects.create(kind="audit", valid_from=TODAY - timedelta(days=self.number), **of_unit)

    def add_leave(self, own):
        Leave.objects.create(kind="maternity", valid_from=TODAY, **self.about_person(own))

    def add_grade_of_person(self, own):
        YearlyGrade.objects.create(year=YEAR, grade="good", **self.about_person(own))

    def add_remark(self, own):
        TransferRemark.objects.create(text="Tốt", given_on=TODAY, **self.about_person(own))

    def add_enterprise(self, own):
        self.number += 1
        Enterprise.objects.create(union=self.world.union, name=f"Công ty {self.number}")

    def add_cluster(self, own):
        self.number += 1
        unit = make_grassroots(self.world.union)
        cluster = Cluster.objects.create(union=self.world.union, name=f"Cụm {self.number}")
        facts = {"lead": unit, "lead_from": TODAY, "pact_contents": "Thi đua", "pact_signed_on": TODAY}
        row = ClusterYear.objects.create(cluster=cluster, year=YEAR, **facts)
        signing = self.world.school if own else unit
        row.signatures.create(grassroots=signing, unit_name="Trường", signed_on=TODAY)

    def add_reorganisation(self, own):
        facts = {"kind": "rename", "decision_number": "1/QĐ", "decision_date": TODAY, "effective_on": TODAY}
        confirmed = {
            "state": "confirmed",
            "confirmed_by": self.world.people["leader"],
            "confirmed_at": timezone.now(),
        }
        made = Reorganisation.objects.create(union=self.world.union, created_by=self.officer, **facts)
        made.lines.create(grassroots=self.unit(own), new_name="Tên mới")
        if own:
            Reorganisation.objects.filter(pk=made.pk).update(**confirmed)

    def add_user(self, own):
        self.number += 1
        make_user(f"user{self.number}", "grassroots_board", grassroots=self.unit(own))

    def add_campaign(self, own):
        make_rollout(self.campaign(), self.unit(own))

    def add_rollout(self, own):
        make_rollout(self.campaign(), self.unit(own))

    def add_board_row(self, own):
        make_rollout(self.one_campaign(), self.unit(own))

    def one_campaign(self):
        of_this_year = Campaign.objects.filter(union=self.world.union, year=YEAR)
        return of_this_year.first() or self.campaign()

    def add_registration(self, own):
        unit = self.unit(own)
        Registration.objects.create(
            campaign=self.campaign(), title=make_title(f"T{self.number}"), state="submitted", **self._subject(unit)
        )

    def add_rule(self, own):
        make_rule(next(code for code in RULES if not RuleParameter.objects.filter(rule=code).exists()))

    def add_accepted(self, own):
        unit = self.unit(own)
        facts = {"state": "accepted", "decided_at": timezone.now(), "decided_by": self.officer}
        code = f"sector-{unit.pk}"
        unit.sector = Sector.objects.create(union=self.world.union, code=code, name=code, kind="production")
        unit.save()
        title = make_title(f"T{unit.pk}")
        Registration.objects.create(campaign=self.campaign(), title=title, **self._subject(unit), **facts)

    def add_sheet(self, own):
        facts = {"campaign": self.campaign(), "grassroots": self.unit(own), "year": YEAR, "created_by": self.officer}
        RegistrationSheet.objects.create(union=self.world.union, **facts)

    def add_waiting_sheet(self, own):
        unit, campaign = self.unit(own), self.campaign(state="launched")
        place = {"union": self.world.union, "grassroots": unit, "year": YEAR, "created_by": self.officer}
        RegistrationSheet.objects.create(campaign=campaign, **place)
        waiting = {"state": "submitted", "submitted_at": timezone.now(), "title": make_title(f"W{self.number}")}
        Registration.objects.create(campaign=campaign, **waiting, **self._subject(unit))

    def _subject(self, unit):
        return {
            "union": self.world.union,
            "grassroots": unit,
            "subject_kind": "person",
            "person": self.person(unit),
            "year": YEAR,
            "created_by": self.world.people["board"],
        }

    def add_initiative(self, own):
        unit = self.unit(own)
        made = Initiative.objects.create(
            name="Sáng kiến", search_key="sang kien", campaign=self.campaign(), **self._of(unit)
        )
        InitiativeAuthor.objects.create(initiative=made, person=self.person(unit), share_percent=60, is_lead=True)
        InitiativeAuthor.objects.create(initiative=made, person=self.person(unit), share_percent=40)

    def _of(self, unit):
        return {"union": self.world.union, "grassroots": unit, "year": YEAR, "created_by": self.officer}

    def add_work(self, own):
        self.number += 1
        Work.objects.create(name=f"Công trình {self.number}", **self._of(self.unit(own)))

    def add_unit_campaign(self, own):
        self.number += 1
        period = {"period_start": TODAY, "period_end": TODAY, "parent": self.campaign()}
        UnitCampaign.objects.create(name=f"Phong trào {self.number}", **period, **self._of(self.unit(own)))

    def add_contest(self, own):
        self.number += 1
        facts = {"name": f"Hội thi {self.number}", "kind": "competition", "held_on": TODAY}
        contest = Contest.objects.create(union=self.world.union, year=YEAR, created_by=self.officer, **facts)
        unit = self.unit(own)
        ContestEntry.objects.create(contest=contest, grassroots=unit, person=self.person(unit), rank="first")

    def add_result(self, own):
        unit = self.unit(own)
        facts = {"kind": "teacher", "level": "superior", "contest_name": "Hội giảng", "person": self.person(unit)}
        ExternalResult.objects.create(**facts, **self._of(unit))

    def add_grade(self, own):
        self.number += 1
        unit = make_grassroots(self.world.union)
        if own:
            self.world.people["chair"].roles.create(
                kind="grassroots_chair", grassroots=unit, valid_from=date(2020, 1, 1)
            )
        facts = {"union": self.world.union, "grassroots": unit, "year": YEAR, "decided_on": TODAY}
        Classification.objects.create(grade="good", **facts)

    def add_nomination(self, own):
        facts = {"unregistered_reason": "Mới về", "achievement": "Tốt", "state": "submitted"}
        self.number += 1
        Nomination.objects.create(title=make_title(f"N{self.number}"), **facts, **self._subject(self.unit(own)))

    def add_council(self, own):
        self.number += 1
        first_day = date(2020, 1, 1) + timedelta(self.number)
        return Council.objects.create(union=self.world.union, name=f"Hội đồng {self.number}", valid_from=first_day)

    def add_session(self, own):
        facts = {"council": self.add_council(own), "name": "Phiên", "year": YEAR, "held_on": TODAY}
        Session.objects.create(created_by=self.officer, **facts)

    def add_decision(self, own):
        facts = {"year": YEAR, "subject_line": "Khen thưởng", "created_by": self.officer}
        Decision.objects.create(union=self.world.union, **facts)

    def add_received(self, own):
        self.number += 1
        unit = self.unit(own)
        facts = {"year": YEAR, "person": self.person(unit), "grassroots": unit, "created_by": self.officer}
        facts |= {"decided_on": TODAY, "decision_symbol": "5/QĐ", "decided_by": "Thành phố"}
        ReceivedAward.objects.create(union=self.world.union, title=make_title(f"R{self.number}"), **facts)

    def add_edition(self, own):
        self.number += 1
        facts = {"year": YEAR, "as_of": TODAY, "created_by": self.officer}
        ReportEdition.objects.create(union=self.world.union, edition=self.number, **facts)


LISTS = {
    "jobs": ("add_job", ("officer", "chair")),
    "unions:grassroots-list": ("add_unit", ("officer", "viewer", "chair")),
    "unions:people": ("add_person", ("officer", "viewer", "chair")),
    "emulation:clusters": ("add_cluster", ("officer", "viewer", "chair")),
    "unions:duplicates": ("add_likeness", ("officer", "viewer", "chair")),
    "unions:imports": ("add_import", ("officer", "chair")),
    "unions:enterprises": ("add_enterprise", ("officer",)),
    "accounts:invitations": ("add_invitation", ("officer", "admin")),
    "accounts:mails": ("add_mail", ("officer", "admin")),
    "notifications": ("add_notification", ("officer",)),
    "restructuring:reorganisations": ("add_reorganisation", ("officer", "viewer", "chair")),
    "accounts:security-log": ("add_event", ("admin",)),
    "accounts:users": ("add_user", ("officer", "admin")),
    "emulation:campaigns": ("add_campaign", ("officer", "viewer", "chair")),
    "emulation:campaign-audience": ("add_unit", ("officer", "chair")),
    "emulation:rollouts": ("add_rollout", ("officer", "chair")),
    "emulation:campaign-board": ("add_board_row", ("officer", "viewer")),
    "emulation:campaign-phones": ("add_board_row", ("officer",)),
    "emulation:registrations": ("add_registration", ("officer", "viewer", "chair")),
    "emulation:rules": ("add_rule", ("officer",)),
    "emulation:sheets": ("add_sheet", ("officer", "chair")),
    "emulation:sheet-queue": ("add_waiting_sheet", ("officer", "chair")),
    "emulation:initiatives": ("add_initiative", ("officer", "chair")),
    "awards:achieved-units": ("add_accepted", ("officer",)),
    "awards:achieved-titles": ("add_accepted", ("officer",)),
    "awards:achieved-sectors": ("add_accepted", ("officer",)),
    "emulation:disciplines": ("add_discipline", ("officer", "chair")),
    "emulation:unit-matters": ("add_matter", ("officer", "chair")),
    "emulation:leaves": ("add_leave", ("officer", "chair")),
    "emulation:yearly-grades": ("add_grade_of_person", ("officer", "chair")),
    "emulation:transfer-remarks": ("add_remark", ("officer", "chair")),
    "emulation:unit-campaigns": ("add_unit_campaign", ("officer", "chair")),
    "emulation:works": ("add_work", ("officer", "chair")),
    "emulation:contests": ("add_contest", ("officer", "chair")),
    "emulation:external-results": ("add_result", ("officer", "chair")),
    "emulation:classifications": ("add_grade", ("officer", "chair")),
    "awards:nominations": ("add_nomination", ("officer", "chair")),
    "awards:councils": ("add_council", ("officer", "leader")),
    "awards:sessions": ("add_session", ("officer", "council")),
    "awards:decisions": ("add_decision", ("officer", "leader")),
    "awards:received-awards": ("add_received", ("officer",)),
    "reports:editions": ("add_edition", ("officer", "viewer")),
}


OF_ONE_CAMPAIGN = {"emulation:campaign-board", "emulation:campaign-phones"}


def address_of_list(route):
    return reverse(route, args=[Campaign.objects.get(year=YEAR).pk] if route in OF_ONE_CAMPAIGN else [])


def list_routes():
    views = {route: getattr(pattern.callback, "view_class", None) for route, pattern in named_routes().items()}
    return {route for route, view in views.items() if inspect.isclass(view) and issubclass(view, ListPage)}


def test_every_list_has_a_line():
    assert list_routes() == set(LISTS)


def _cost(client, path):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(asked), answer.context["count"] if answer.context else None


def _sheet(client, path):
    """Return the queries of the sheet, and the cells of its rows that are words."""
    with CaptureQueriesContext(connection) as asked:
        sheet = client.get(f"{path}&export=xlsx").getvalue()
    cells = [cell.value for row in load_workbook(io.BytesIO(sheet)).active.iter_rows(min_row=6) for cell in row]
    return len(asked), [cell for cell in cells if isinstance(cell, str) and cell != "127.0.0.1"]


READERS = [
    pytest.param(route, role, marks=[pytest.mark.slow] if role != roles[0] else [])
    for route, (_add, roles) in LISTS.items()
    for role in roles
]


@pytest.mark.slow
@pytest.mark.parametrize(("route", "role"), READERS)
def test_a_list_costs_the_same_at_one_row_and_at_twenty(world, route, role):
    """So does its sheet, which holds days as days and numbers as numbers."""
    rows, client, own = Rows(world), world.client(role), role == "chair"
    add = getattr(rows, LISTS[route][0])
    add(own)
    path = f"{address_of_list(route)}?year={YEAR}"
    exports = role == LISTS[route][1][0]
    client.get(path)  # what is asked once a process, such as the kinds of content
    sheet_of_one = _sheet(client, path)[0] if exports else 0
    cost_of_one, one = _cost(client, path)
    for _row in range(19):
        add(own)
    cost_of_many, many = _cost(client, path)
    assert many - one == 19
    assert cost_of_many == cost_of_one
    if exports:
        sheet_of_many, words = _sheet(client, path)
        assert sheet_of_many == sheet_of_one
        assert [word for word in words if DAY_OR_NUMBER.fullmatch(word)] == []


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{"q": "do thi huong"}, {"unit": "tieu hoc"}])
def test_a_search_for_the_other_record_costs_the_same_at_one_row_and_at_twenty(world, asked):
    rows, client = Rows(world), world.client("officer")
    path = reverse("unions:person-twice", args=[make_person(world.school, "Đỗ Thị Hường").pk])
    costs = []
    for many in (1, 9):
        for _pair in range(many):
            rows.add_likeness(own=False)
        client.get(path, asked)
        with CaptureQueriesContext(connection) as queries:
            found = client.get(path, asked).context["found"]
        costs.append((len(found), len(queries)))
    assert [count for count, _cost in costs] == [2, 20]
    assert costs[0][1] == costs[1][1]
