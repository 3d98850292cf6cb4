from datetime import date

from django.utils.translation import gettext as _


def decision_day_objection(decided_on: date, year: int, today: date) -> str:
    if decided_on > today:
        return _("This day has not come yet.")
    if decided_on.year < year:
        return _("The grade of the year %(year)s cannot have been decided before it began.") % {"year": year}
    return ""
