from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.views import MoveView, ObjectFormPage
from core.workflow import Move, MoveNotAllowed, check_not_struck
from emulation.initiatives import rules
from emulation.initiatives.choices import InitiativeState
from emulation.initiatives.forms import ApplicationForm, RecognitionForm
from emulation.initiatives.models import Initiative
from emulation.initiatives.services import progress
from emulation.initiatives.views.pages import closed_words
from emulation.initiatives.workflow import INITIATIVE
from unions.access import PortalUser

RECOGNITION_MOVES = ("recognise", "note_recognition")


class InitiativeMove(MoveView):
    model = Initiative
    workflow = INITIATIVE
    moves = {
        "submit": progress.submit_initiative,
        "register": progress.register_initiative,
        "confirm": progress.confirm_initiative,
        "return": progress.return_initiative,
        "withdraw": progress.withdraw_initiative,
        "report": progress.report_initiative,
        "review": progress.review_initiative,
        "decline": progress.decline_initiative,
        "reopen": progress.reopen_initiative,
        "take_back_report": progress.take_back_report,
        "take_back_review": progress.take_back_review,
        "take_back_outcome": progress.take_back_outcome,
    }
    days = {"report": "reported_on", "review": "reviewed_on"}


class InitiativeFormPage(ObjectFormPage):
    nav_key = "initiatives"
    model = Initiative


class InitiativeApply(InitiativeFormPage):
    form_class = ApplicationForm
    heading = _("Note the application")
    fields = ("applied_on", "applied_where", "benefit_amount", "benefit_basis")

    def may(self, user: PortalUser) -> bool:
        return rules.is_submitter_or_officer(user, self.object)

    def check(self) -> None:
        progress.check_counted(self.object)
        if words := closed_words(self.request.user, self.object):
            raise MoveNotAllowed(words)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_noted": self.object.applied_on is not None}

    def act(self, form: ApplicationForm) -> Model:
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return progress.note_application(
            actor=self.request.user, initiative=self.object, expected_revision=revision, **values
        )


class InitiativeRecognise(InitiativeFormPage):
    form_class = RecognitionForm
    heading = _("Note the recognition")

    def open_moves(self) -> list[Move]:
        return [move for move in map(INITIATIVE.move, RECOGNITION_MOVES) if self.object.state in move.sources]

    def may(self, user: PortalUser) -> bool:
        moves = self.open_moves() or map(INITIATIVE.move, RECOGNITION_MOVES)
        return any(move.who(user, self.object) for move in moves)

    def check(self) -> None:
        check_not_struck(self.object)
        if not self.open_moves():
            raise INITIATIVE.move(RECOGNITION_MOVES[0]).refused_in(self.object.get_state_display())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by_employer": self.object.state != InitiativeState.REVIEWED}

    def act(self, form: RecognitionForm) -> Model:
        return progress.recognise_initiative(self.object, actor=self.request.user, **form.cleaned_data)
