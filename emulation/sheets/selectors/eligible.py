"""Who could be registered for a title and is not."""

from dataclasses import dataclass

from emulation.eligibility.choices import RuleOutcome
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.checking import SheetChecks
from emulation.sheets.selectors.explaining import Remark, remarks_of, rulings_on
from emulation.sheets.selectors.rows import registrations_of
from unions.people.models import Employment

MOST_JUDGED = 1_000
AGAINST = (RuleOutcome.BLOCK, RuleOutcome.WARN)


@dataclass(frozen=True)
class JudgedWorker:
    post: Employment
    remarks: list[Remark]

    @property
    def is_eligible(self) -> bool:
        return not any(remark.outcome in AGAINST for remark in self.remarks)


def workers_not_listed(sheet: RegistrationSheet, title: Title) -> list[JudgedWorker]:
    """By name, those first of whom nothing is to be noted; in a constant number of queries."""
    listed = registrations_of(sheet).filter(title=title, person__isnull=False).values("person")
    posts = Employment.objects.filter(grassroots=sheet.grassroots_id).open_ended().exclude(person__in=listed)
    workers = list(posts.select_related("person").order_by("person__sort_key", "pk")[:MOST_JUDGED])
    rows = [_unsaved(sheet, title, post) for post in workers]
    checks = SheetChecks(sheet, rows)
    judged = zip(workers, rows, rulings_on(sheet, rows), strict=True)
    found = [JudgedWorker(post, remarks_of(checks.findings(row), rulings)) for post, row, rulings in judged]
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
