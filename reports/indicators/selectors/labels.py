from django.utils.translation import gettext as _

from emulation.law.models import Title
from emulation.law.selectors import TitleNames
from reports.indicators.scope import Scope
from unions.tree.selectors import LevelWords


def printed_titles(scope: Scope) -> dict[str, str]:
    """Return {code: name} as the union prints it on `scope.as_of`."""
    names, titles = TitleNames(), Title.objects.order_by("position", "code")
    return {title.code: names.full(title, scope.union.pk, scope.as_of) for title in titles}


def printed_labels(scope: Scope) -> dict[str, str]:
    """Labels that name a title, a level or the union; others keep their own."""
    profile = scope.union.profile_on(scope.as_of)
    labels = {"received_from_above": _("Awards that %(union)s received") % {"union": profile.name}}
    labels["federation_contest_prizes"] = _("Prizes of %(union)s in contests of the level %(level)s") % {
        "union": profile.name,
        "level": LevelWords().above(scope.union.pk, scope.as_of) or _("above"),
    }
    if profile.level_word:
        pupils = _("Pupils with a prize of the level %(level)s")
        labels["pupils_prized_district"] = pupils % {"level": profile.level_word}
    for code, name in printed_titles(scope).items():
        labels[f"registrations_{code}"] = _("Registered: %(title)s") % {"title": name}
        labels[f"awarded_{code}"] = _("Awarded: %(title)s") % {"title": name}
    return labels
