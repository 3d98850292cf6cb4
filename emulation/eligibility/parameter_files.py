from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from emulation.eligibility.models import RuleParameter
from emulation.eligibility.rules.judging import all_rules
from emulation.eligibility.rules.shapes import values_objection
from emulation.law.reference_files import FOLDER as LAW_FOLDER
from emulation.law.reference_files import Entry, check_no_overlap, read_entries
from emulation.law.services import Changes, store_periods

FOLDER = Path(__file__).resolve().parent / "data"
FILE = "rules.toml"


def load_rules(folder: Path, changes: Changes) -> None:
    """A folder of others without the file leaves the rules as they are."""
    source = FOLDER if folder == LAW_FOLDER else folder
    if not (source / FILE).exists():
        return
    stored = list(RuleParameter.objects.all())
    for code, entries in read_rules(source).items():
        rows = [row for row in stored if row.rule == code]
        store_periods(rows, entries, f"rule {code}", _period_name, changes)


def read_rules(folder: Path = FOLDER) -> dict[str, list[Entry[RuleParameter]]]:
    entries = read_entries(folder, FILE, "rule", RuleParameter)
    known = {rule.code for rule in all_rules()}
    for entry in entries:
        if entry.record.rule not in known:
            raise entry.error(_("there is no rule %(code)s.") % {"code": entry.record.rule})
        if objection := values_objection(entry.record.rule, entry.record.values):
            raise entry.error(objection)
    by_rule = sorted(entries, key=lambda entry: entry.record.rule)
    rules = {code: list(rows) for code, rows in groupby(by_rule, key=lambda entry: entry.record.rule)}
    for rows in rules.values():
        check_no_overlap(rows)
    return rules


def _period_name(row: RuleParameter) -> str:
    return f"ruleparameter {row.rule} {row.valid_from or ''}".strip()
