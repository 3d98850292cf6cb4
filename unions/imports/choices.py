from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    PEOPLE = "people", _("People of a unit")
    UNITS = "units", _("Grassroots unions")
    HEADCOUNTS = "headcounts", _("Numbers of a year")
    UNIONS = "unions", _("Unions below")
    YEARS = "years", _("Personal records")
    AWARDS = "awards", _("Awards decided elsewhere or earlier")
    INITIATIVES = "initiatives", _("Initiatives recognised earlier")


OF_A_UNIT = (ImportKind.PEOPLE, ImportKind.YEARS, ImportKind.AWARDS, ImportKind.INITIATIVES)
"""The other lists are of a union."""


class ImportState(TextChoices):
    COLUMNS = "columns", _("Columns to be named")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Checked, nothing imported yet")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    TAKEN_BACK = "taken_back", _("Taken back")


class RowOutcome(TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    WRONG = "wrong", _("Wrong")
    ASIDE = "aside", _("Set aside")
