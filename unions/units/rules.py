from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


def headcount_errors(*, workers: int, women: int, members: int, women_members: int) -> dict[str, Words]:
    """Return {field: message} for numbers that contradict each other."""
    faults: dict[str, Words] = {}
    if women > workers:
        faults["women"] = _("There cannot be more women than workers.")
    if members > workers:
        faults["members"] = _("There cannot be more members than workers.")
    if women_members > min(members, women):
        faults["women_members"] = _("There cannot be more women members than members or than women.")
    return faults
