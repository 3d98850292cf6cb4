from functools import partial
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.mailing.choices import MailState
from accounts.mailing.filters import MailFilter
from accounts.mailing.forms import PreferencesForm
from accounts.mailing.models import OutgoingMail
from accounts.mailing.services import handling
from accounts.mailing.services.preferences import choose_delivery
from accounts.mailing.tables import MailTable
from accounts.mailing.wording import QUEUED, RELEASE, RETRY
from accounts.mailing.workflow import MAIL, may_read_text
from core.bulk import BulkOutcome
from core.views import DetailPage, FormPage, ListPage, MoveView
from core.views.bulk import BulkPage
from core.views.facts import Fact, moment
from unions.access import PortalUser, RoleKind

HANDLING = {RoleKind.OFFICER, RoleKind.ADMIN}
ACTS = {
    MailState.HELD: (gettext_lazy("Send"), "accounts:mails-release"),
    MailState.FAILED: (gettext_lazy("Try again"), "accounts:mails-retry"),
}
"""What is done with many mails of a state."""


class MailList(ListPage):
    nav_key = "organisation"
    model = OutgoingMail
    table_class = MailTable
    filterset_class = MailFilter
    heading = gettext_lazy("Outgoing mails")
    empty_title = gettext_lazy("No mail waits")
    empty_text = gettext_lazy("Mails of your own acts appear here, and mails that did not reach your people.")

    @property
    def act(self) -> tuple[Any, str] | None:
        return ACTS.get(self.request.GET.get("state", ""))  # type: ignore[call-overload]

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": [] if self.act else ["chosen"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = [{"label": self.act[0], "url": reverse(self.act[1])}] if self.act else []
        return super().get_context_data(bulk_actions=actions, **kwargs)


class MoveChosen(BulkPage):
    list_page = MailList
    list_name = "accounts:mails"
    words = QUEUED
    move: str

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any(HANDLING)

    def check(self, row: OutgoingMail, *, thoroughly: bool) -> None:
        move = MAIL.move(self.move)
        if row.state not in move.sources:
            raise move.refused_in(row.get_state_display())

    def act(self, rows: list[OutgoingMail]) -> BulkOutcome:
        return handling.move_mails(self.move, actor=self.request.user, mails=rows)


class ReleaseChosen(MoveChosen):
    move, label, job_kind = "release", RELEASE, handling.RELEASE_JOB


class RetryChosen(MoveChosen):
    move, label, job_kind = "retry", RETRY, handling.RETRY_JOB


class MailPage(DetailPage):
    nav_key = "organisation"
    model = OutgoingMail
    template_name = "accounts/mail.html"
    workflow = MAIL
    move_url_name = "accounts:mail-move"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail, user = self.object, self.request.user
        return super().get_context_data(facts=facts_of(mail), shows_text=may_read_text(user, mail), **kwargs)


def facts_of(mail: OutgoingMail) -> list[Fact]:
    return [
        (_("Recipient of the mail"), mail.user),
        (_("E-mail address"), mail.to),
        (_("Written at"), moment(mail.created_at)),
        (_("Sent at"), moment(mail.sent_at)),
        (_("Caused by"), mail.caused_by),
    ]


class MailMove(MoveView):
    model = OutgoingMail
    workflow = MAIL
    moves = {move.name: partial(handling.move_mail, move.name) for move in MAIL.moves}


class Preferences(FormPage):
    nav_key = "home"
    form_class = PreferencesForm
    heading = gettext_lazy("How notifications reach me")
    submit_label = gettext_lazy("Save")

    @property
    def help(self) -> str:  # type: ignore[override]
        if self.request.user.email_proven_at:
            return _("Mails go to %(email)s. Everything is on the portal too.") % {"email": self.request.user.email}
        return _(
            "Mails are sent once you have entered your e-mail address and opened the link that is sent there; "
            "until then you read everything on the portal."
        )

    def act(self, form: PreferencesForm) -> str:
        choose_delivery(actor=self.request.user, wanted=form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return reverse("notifications")

    def cancel_url(self) -> str:
        return reverse("notifications")
