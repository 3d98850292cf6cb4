"""What initiatives and contests show outside their own pages: the place, what waits, the sentences of the trail."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import navigation, todo
from core.sentences import tell
from core.text import format_number
from core.todo import Todo
from emulation.choices import InitiativeState
from emulation.models import Initiative
from unions.choices import LEADERS, STAFF, RoleKind
from unions.rules import CHAIRING, DRAFTING

READERS = STAFF | DRAFTING | {RoleKind.UPPER_VIEWER, RoleKind.COUNCIL_MEMBER}


def works_here(user: Any) -> bool:
    return navigation.signed_in(user) and user.standing.holds_any(READERS)


def todos(user: Any, year: int) -> list[Todo]:
    """The officer's waiting ones, the leader's reviewed ones, the chair's returned ones and drafts."""
    return [*to_check(user, year), *to_recognise(user, year), *to_correct(user, year), *to_submit(user, year)]


def in_state(state: str, year: int, **where: Any) -> QuerySet[Initiative]:
    return Initiative.objects.filter(state=state, year=year, **where)


def units_chaired(user: Any) -> set[int]:
    return {unit for kind, _at, unit in user.standing.roles if kind in CHAIRING and unit}


def listed(state: str, count: int, words: str, *, urgent: bool = False) -> list[Todo]:
    """One line that leads to the rows it counts, or none where there are none."""
    url = f"{reverse('emulation:initiatives')}?{urlencode({'state': state})}"
    return [Todo(words % {"count": format_number(count)}, url, count, urgent=urgent)] if count else []


def to_check(user: Any, year: int) -> list[Todo]:
    kept = user.standing.unions_where({RoleKind.OFFICER})
    count = in_state(InitiativeState.SUBMITTED, year, union__in=kept).count() if kept else 0
    words = ngettext("%(count)s initiative waits to be checked", "%(count)s initiatives wait to be checked", count)
    return listed(InitiativeState.SUBMITTED, count, words)


def to_recognise(user: Any, year: int) -> list[Todo]:
    led = user.standing.unions_where(LEADERS)
    count = in_state(InitiativeState.REVIEWED, year, union__in=led).count() if led else 0
    words = ngettext(
        "%(count)s reviewed initiative waits for your decision",
        "%(count)s reviewed initiatives wait for your decision",
        count,
    )
    return listed(InitiativeState.REVIEWED, count, words)


def to_correct(user: Any, year: int) -> list[Todo]:
    """A single returned one is named with its reason; several lead to their list."""
    units = units_chaired(user)
    returned = list(in_state(InitiativeState.RETURNED, year, grassroots__in=units)) if units else []
    if len(returned) == 1:
        said = {"name": returned[0].name, "reason": returned[0].return_reason}
        text = gettext("The initiative “%(name)s” was returned: %(reason)s") % said
        return [Todo(text, returned[0].get_absolute_url(), 1, urgent=True)]
    count = len(returned)
    words = ngettext(
        "%(count)s initiative was returned to you with a reason",
        "%(count)s initiatives were returned to you with a reason",
        count,
    )
    return listed(InitiativeState.RETURNED, count, words, urgent=True)


def to_submit(user: Any, year: int) -> list[Todo]:
    units = units_chaired(user)
    count = in_state(InitiativeState.DRAFT, year, grassroots__in=units).count() if units else 0
    words = ngettext(
        "%(count)s initiative is a draft and has not been submitted",
        "%(count)s initiatives are drafts and have not been submitted",
        count,
    )
    return listed(InitiativeState.DRAFT, count, words)


def register() -> None:
    """Called once, when the apps are ready."""
    place = navigation.NavItem(
        "initiatives", _("Initiatives and contests"), "emulation:initiatives", 30, works_here, phone=True
    )
    navigation.register(place)
    todo.register(todos)
    tell(
        initiative__draft=_("entered the initiative"),
        initiative__edit=_("changed the initiative"),
        initiative__submit=_("submitted the initiative"),
        initiative__register=_("accepted and registered the initiative"),
        initiative__return=_("returned the initiative"),
        initiative__withdraw=_("withdrew the initiative"),
        initiative__apply=_("noted where the initiative is applied"),
        initiative__report=_("reported the initiative as carried out"),
        initiative__review=_("noted the council's review"),
        initiative__recognise=_("recognised the initiative"),
        initiative__note_recognition=_("noted the employer's recognition"),
        initiative__decline=_("did not recognise the initiative"),
        work__enter=_("entered the work"),
        work__edit=_("changed the work"),
        work__complete=_("noted the completion of the work"),
        work__plaque=_("noted the plaque of the work"),
        contest__hold=_("entered the contest"),
        contest__enter=_("entered a contestant"),
        contest__prize=_("noted a prize"),
        external_result__note=_("entered the result"),
        classification__note=_("entered the grade"),
    )
