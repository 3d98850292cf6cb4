from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.bulk import BulkOutcome
from core.files import private_response
from core.panels import panels_for
from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import DetailPage, MoveView
from core.views.bulk import BulkPage
from core.views.facts import Fact, day
from emulation.campaigns.choices import RolloutState as R
from emulation.campaigns.filters import RolloutFilter
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import ANSWERED, is_local_chair, waits_for_officer
from emulation.campaigns.selectors.changes import is_unread, plan_changes
from emulation.campaigns.selectors.standing import reasons_gone
from emulation.campaigns.services import answers
from emulation.campaigns.tables import RolloutTable
from emulation.campaigns.views.facts import key_facts, parts_of_plan, plan_facts
from emulation.campaigns.workflow import DECISIONS, ROLLOUT, TAKE_BACKS
from emulation.confirmation_pages import ConfirmableList
from emulation.confirmation_words import ACCEPT_ANSWERS, ANSWERS_ACCEPTED
from unions.access import PortalUser, RoleKind

FILES = {"photo": "anh-phat-dong", "document": "phat-dong", "report_document": "bao-cao"}


class RolloutList(ConfirmableList):
    nav_key = "campaigns"
    model = Rollout
    table_class = RolloutTable
    filterset_class = RolloutFilter
    year_field = "campaign__year"
    heading = gettext_lazy("Roll-out to the units")
    counted = ngettext_lazy("%(shown)s plan sent to a unit", "%(shown)s plans sent to units", "count")
    empty_title = gettext_lazy("No plan has been sent in %(year)s yet")
    empty_text = gettext_lazy("When a campaign is launched, every unit of its audience receives the plan here.")

    confirm_name = "emulation:rollouts-accept"
    confirm_label = gettext_lazy("Accept")
    state_filter = "acceptance"

    def get_table_kwargs(self) -> dict[str, Any]:
        # In the list of a chair the campaign comes first; units matter only if the chair has several.
        access, kwargs = self.request.user.access, super().get_table_kwargs()
        if access.branch or access.sees_all:
            return kwargs
        several = len(access.grassroots) > 1
        exclude = [*kwargs["exclude"], *(["sector"] if several else ["sector", "grassroots"])]
        return {"exclude": exclude, "sequence": ["campaign", "..."], "by_campaign": True}


class RolloutsAccept(BulkPage):
    list_page = RolloutList
    list_name = "emulation:rollouts"
    order = ("grassroots", "pk")
    label = ACCEPT_ANSWERS
    words = ANSWERS_ACCEPTED
    job_kind = answers.ACCEPT_JOB

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any({RoleKind.OFFICER})

    def check(self, row: Rollout, *, thoroughly: bool) -> None:
        answers.check_acceptance(row, actor=self.request.user, thoroughly=thoroughly)

    def act(self, rows: list[Rollout]) -> BulkOutcome:
        return answers.accept_answers(actor=self.request.user, rollouts=rows)


class RolloutPage(DetailPage):
    nav_key = "campaigns"
    model = Rollout
    template_name = "emulation/rollout.html"
    workflow = ROLLOUT
    move_url_name = "emulation:rollout-move"

    def get_queryset(self) -> QuerySet[Rollout]:
        people = ("acknowledged_by", "launch_accepted_by", "report_accepted_by")
        related = ("campaign__union", "campaign__letter", "grassroots__sector", *people)
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rollout = self.object
        changes = list(plan_changes(rollout))
        unread = [change for change in changes if is_unread(change, rollout)]
        context = super().get_context_data(
            facts=answer_facts(rollout),
            plan_facts=[*key_facts(rollout.campaign, rollout.grassroots), *plan_facts(rollout.campaign)],
            unread_changes=unread,
            read_changes=[change for change in changes if change not in unread],
            parts=parts_of_plan(rollout.campaign, {rollout.grassroots.sector_id}),
            entered=entered_for_unit(rollout),
            is_waiting=waits_for_officer(rollout),
            gone=reasons_gone([rollout], timezone.localdate()).get(rollout.pk, ""),
            may_note_read=is_local_chair(self.request.user, self.object) and self.object.state in ANSWERED,
            panels=panels_for(self.request.user, rollout, rollout.campaign.year),
            **kwargs,
        )
        moves, page_moves = context["moves"], context["page_moves"]
        if not is_local_chair(self.request.user, rollout):
            page_moves = page_moves | {"acknowledge"} & {move.name for move in moves}
        return context | {
            "page_moves": page_moves,
            "take_backs": [move for move in moves if move.name in TAKE_BACKS],
            "moves": [move for move in moves if move.name not in {*TAKE_BACKS, *page_moves}],
        }


def answer_facts(rollout: Rollout) -> list[Fact]:
    took_part = format_number(rollout.participants) if rollout.participants is not None else ""
    if took_part and rollout.women is not None:
        took_part += " " + _("(of whom %(women)s women)") % {"women": format_number(rollout.women)}
    received = (day(rollout.acknowledged_on), str(rollout.acknowledged_by or ""))
    return [
        (_("Plan sent"), day(rollout.sent_at)),
        (_("Received"), " · ".join(filter(None, received))),
        (_("Launched at the unit on"), day(rollout.launched_on)),
        (_("Took part"), took_part),
    ]


def entered_for_unit(rollout: Rollout) -> str:
    """Whoever accepts what she enters is who entered it."""
    if not rollout.informant:
        return ""
    officers = {R.ACKNOWLEDGED: rollout.acknowledged_by, R.LAUNCHED: rollout.launch_accepted_by}
    officer = officers.get(R(rollout.state), rollout.report_accepted_by)
    text = _("Entered for the unit by %(officer)s, as told by %(informant)s.")
    return text % {"officer": officer, "informant": rollout.informant}


def _moved(move: str, rollout: Rollout, **facts: Any) -> Rollout:
    return answers.move_answer(rollout, move, **facts)


class RolloutMove(MoveView):
    model = Rollout
    workflow = ROLLOUT
    moves = {
        "acknowledge": answers.acknowledge_rollout,
        "take_back_receipt": answers.take_back_receipt,
        "take_back_launch": answers.take_back_launch,
        "take_back_report": answers.take_back_report,
        "read": answers.note_plan_read,
        **{move: partial(_moved, move) for move in DECISIONS},
    }
    days = {"acknowledge": "acknowledged_on"}


@require_safe
def rollout_file(request: SignedInRequest, pk: int, field: str) -> FileResponse:
    rollout = get_visible_or_404(Rollout.objects.select_related("grassroots"), request.user, pk=pk)
    file = getattr(rollout, field)
    if not file:
        raise Http404
    return private_response(file, f"{FILES[field]}-{rollout.grassroots.code}{Path(file.name).suffix}")
