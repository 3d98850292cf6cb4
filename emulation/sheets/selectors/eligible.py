"""Who could be registered for a title and is not."""

from dataclasses import dataclass

from emulation.eligibility.choices import RuleOutcome
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration
from emulation.registrations.rules import Finding
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.rows import registrations_of
from unions.access import PortalUser
from unions.people.models import Employment

MOST_JUDGED = 1_000
AGAINST = (RuleOutcome.BLOCK, RuleOutcome.WARN)


@dataclass(frozen=True)
class JudgedWorker:
    post: Employment
    remarks: list[Finding]

    @property
    def is_eligible(self) -> bool:
        return not any(remark.outcome in AGAINST for remark in self.remarks)


def workers_not_listed(sheet: RegistrationSheet, title: Title, reader: PortalUser) -> list[JudgedWorker]:
    """By name, those first of whom nothing is to be noted; in a constant number of queries."""
    listed = registrations_of(sheet).filter(title=title, person__isnull=False).values("person")
    posts = Employment.objects.filter(grassroots=sheet.grassroots_id).open_ended().exclude(person__in=listed)
    workers = list(posts.select_related("person").order_by("person__sort_key", "pk")[:MOST_JUDGED])
    rows = [_unsaved(sheet, title, post) for post in workers]
    judging = Judging(rows, as_form=True)
    found = [JudgedWorker(post, judging.told(row, reader)) for post, row in zip(workers, rows, strict=True)]
    return sorted(found, key=lambda worker: any(each.outcome == RuleOutcome.INFORM for each in worker.remarks))


def _unsaved(sheet: RegistrationSheet, title: Title, post: Employment) -> Registration:
    return Registration(
        campaign=sheet.campaign,
        union_id=sheet.union_id,
        grassroots=sheet.grassroots,
        year=sheet.year,
        title=title,
        subject_kind=SubjectKind.PERSON,
        person=post.person,
    )
