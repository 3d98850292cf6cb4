from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import FileResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from awards.received.decision_copies import NamedDecision, decision_named_by, rows_naming
from awards.received.forms import DecisionCopyForm
from awards.received.models import DecisionCopy, ReceivedAward
from awards.received.rules import may_file_copy
from awards.received.services.decision_copies import file_copy
from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.files import private_response
from core.scoping import get_visible_or_404
from core.text import format_number, short_date
from core.views import ObjectFormPage
from emulation.initiatives.models import Initiative
from unions.access import PortalUser


class CopyOfDecision(ObjectFormPage):
    body_limit = BodyLimit.FILE
    form_class = DecisionCopyForm
    heading = gettext_lazy("Attach the copy of the decision")

    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.select_related("union", "grassroots")

    @cached_property
    def decision(self) -> NamedDecision | None:
        return decision_named_by(self.object)

    def may(self, user: PortalUser) -> bool:
        return bool(self.object.grassroots) and may_file_copy(user, self.object)

    def check(self) -> None:
        self.named()

    def named(self) -> NamedDecision:
        if self.decision is None:
            raise ValidationError(_("Please enter number and date of the decision first."))
        return self.decision

    @property
    def help(self) -> str:  # type: ignore[override]
        if self.decision is None:
            return str(self.object)
        count = len(rows_naming(self.decision, self.request.user))
        words = ngettext(
            "%(symbol)s of %(day)s: the copy is shown at %(count)s entry of the unit.",
            "%(symbol)s of %(day)s: the copy is shown at %(count)s entries of the unit.",
            count,
        )
        facts = {"symbol": self.decision.symbol, "day": short_date(self.decision.decided_on)}
        return words % (facts | {"count": format_number(count)})

    def act(self, form: DecisionCopyForm) -> Model | str:
        file_copy(self.named(), actor=self.request.user, file=form.cleaned_data["file"])
        return str(self.object.get_absolute_url())


class AwardDecisionCopy(CopyOfDecision):
    model = ReceivedAward
    nav_key = "awards"


class InitiativeDecisionCopy(CopyOfDecision):
    model = Initiative
    nav_key = "initiatives"


@require_safe
def decision_copy(request: SignedInRequest, pk: int) -> FileResponse:
    copy: DecisionCopy = get_visible_or_404(DecisionCopy.objects.all(), request.user, pk=pk)
    return private_response(copy.file, PurePath(str(copy.file.name)).name)
