from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import View

from core.actor import SignedInRequest
from core.forms import DateField
from core.kept_forms import take_kept_form
from core.scoping import get_visible_or_404
from core.views.actions import perform_or_refuse
from core.views.confirming import Question, question_page
from core.workflow import Move, Workflow


class MoveView(View):
    """`moves` maps names to services called with (obj, actor=, reason=).

    `days` maps a move with `Move.asks_day` to the parameter of its service, `ticks` one with `Move.asks_whether`.
    """

    http_method_names = ["get", "post"]
    request: SignedInRequest
    model: type[Model]
    workflow: Workflow
    moves: dict[str, Callable[..., Any]] = {}
    days: dict[str, str] = {}
    ticks: dict[str, str] = {}

    def get(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Redirect to the buttons, or ask again about a reason typed before the session ended."""
        obj = self.find(pk)
        back, kept, possible = obj.get_absolute_url(), take_kept_form(request), self.possible_move(move, obj)
        if kept is None or possible is None:
            return HttpResponseRedirect(back)
        question = Question(possible.question(obj) or f"{possible.label}?", possible.label)
        return question_page(request, question, back, kept)

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        obj = self.find(pk)
        if move not in self.moves:
            raise Http404
        action, question = partial(self.perform, move, obj), self.question(move, obj)
        return perform_or_refuse(request, action, obj.get_absolute_url(), about=obj, question=question)

    def find(self, pk: int) -> Any:
        return get_visible_or_404(self.model._default_manager.all(), self.request.user, pk=pk)  # type: ignore[arg-type]

    def possible_move(self, name: str, obj: Any) -> Move | None:
        moves = self.workflow.available(self.request.user, obj)
        return next((move for move in moves if move.name == name), None)

    def question(self, name: str, obj: Any) -> Question | None:
        move = self.possible_move(name, obj)
        if move is None or not move.confirm:
            return None
        return Question(move.question(obj), move.label, is_danger=move.tone == "danger")

    def perform(self, move: str, obj: Any) -> Any:
        reason = self.request.POST.get("reason", "").replace("\0", "")  # PostgreSQL keeps no NUL
        return self.moves[move](
            obj, actor=self.request.user, reason=reason, **self.day_of(move), **self.tick_of(move)
        )

    def day_of(self, move: str) -> dict[str, date | None]:
        typed = self.request.POST.get("day", "")
        return {self.days[move]: DateField(required=False).clean(typed)} if move in self.days else {}

    def tick_of(self, move: str) -> dict[str, bool]:
        return {self.ticks[move]: bool(self.request.POST.get("tick"))} if move in self.ticks else {}
