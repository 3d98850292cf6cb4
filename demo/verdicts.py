"""Rows of the current year against which the rules of eligibility have something to say."""

from datetime import date, timedelta

from demo.context import DemoContext, Unit, seeded_random
from emulation.campaigns.models import Campaign
from emulation.law.choices import SubjectKind
from emulation.personal_records.choices import DisciplineLevel
from emulation.personal_records.models import Discipline
from emulation.personal_records.services import enter_record
from emulation.registrations.models import Registration
from emulation.registrations.services import accept_registration, draft_registration, submit_registration
from emulation.unit_matters.choices import MatterKind
from emulation.unit_matters.services import enter_matter
from unions.people.models import Person


def show_verdicts(context: DemoContext, campaign: Campaign, units: list[Unit]) -> None:
    registered = set(Registration.objects.filter(campaign=campaign).values_list("grassroots", flat=True))
    free = [unit for unit in units if unit.grassroots.pk not in registered]
    pending, waiting, passed = seeded_random(f"verdicts of {context.union.code}").sample(free, 3)
    _draft_of_unit(context, campaign, pending)
    _enter_complaint(context, pending)
    _submitted(context, campaign, waiting)
    reason = "Hành vi không gây hậu quả, người vi phạm đã khắc phục; thủ trưởng đơn vị thống nhất cho đăng ký."
    accept_registration(_submitted(context, campaign, passed), actor=context.officer, reason=reason)


def _draft_of_unit(context: DemoContext, campaign: Campaign, unit: Unit) -> Registration:
    return draft_registration(
        actor=unit.chair,
        campaign=campaign,
        grassroots=unit.grassroots,
        title=context.titles["GK_LDLD"],
        subject_kind=SubjectKind.GRASSROOTS,
    )


def _enter_complaint(context: DemoContext, unit: Unit) -> None:
    """Since the draft was written it can no longer be submitted."""
    enter_matter(
        actor=context.officer,
        grassroots=unit.grassroots,
        subject_kind=SubjectKind.GRASSROOTS,
        kind=MatterKind.COMPLAINT,
        valid_from=context.today - timedelta(days=10),
        note="Đang được xem xét, giải quyết theo quy định.",
    )


def _submitted(context: DemoContext, campaign: Campaign, unit: Unit) -> Registration:
    """Of a person who was reprimanded in the year."""
    person: Person = unit.people[-1]
    enter_record(
        Discipline,
        actor=context.officer,
        person=person,
        grassroots=unit.grassroots,
        level=DisciplineLevel.REPRIMAND,
        valid_from=max(date(campaign.year, 1, 1), context.today - timedelta(days=90)),
        decision="17/QĐ",
    )
    draft = draft_registration(
        actor=unit.chair,
        campaign=campaign,
        grassroots=unit.grassroots,
        title=context.titles["LDTT"],
        subject_kind=SubjectKind.PERSON,
        person=person,
    )
    return submit_registration(draft, actor=unit.chair)
