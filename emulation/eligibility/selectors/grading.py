from django.db.models import Max, Q

from emulation.classification.choices import Grade
from emulation.classification.models import Classification
from emulation.eligibility.choices import Severity
from emulation.eligibility.rules.answers import RULES
from emulation.eligibility.rules.facts import NEVER
from emulation.eligibility.rules.grades import graded_on
from emulation.eligibility.selectors.parameters import stored_law
from restructuring.models import Succession

OLD_ENOUGH = "R49"


def grade_objection(row: Classification) -> str:
    """Why the unit could not be graded that day, or ""."""
    law = stored_law().on(OLD_ENOUGH, row.decided_on)
    if law is None or law.severity != Severity.BLOCK or row.grade == Grade.NOT_RATED:
        return ""
    of_unit = Succession.objects.filter(Q(predecessor=row.grassroots) | Q(successor=row.grassroots))
    restructured_on = of_unit.filter(on__lte=row.decided_on).aggregate(last=Max("on"))["last"]
    answer = graded_on(row.decided_on, row.grassroots.founded_on, restructured_on or NEVER, law)
    return f"{RULES[OLD_ENOUGH].message} {answer.cured_by}" if answer.met is False else ""
