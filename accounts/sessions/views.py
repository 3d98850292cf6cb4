from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.sessions.models import SignedInSession
from accounts.sessions.services import end_session, end_sessions
from accounts.users.models import User
from accounts.users.views import AccountFormPage
from core.actor import SignedInRequest
from core.forms import ReasonForm
from core.scoping import get_visible_or_404
from core.views.confirming import Question, ask_first


@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    user = request.user
    session = get_visible_or_404(SignedInSession.objects.all(), user, pk=pk)
    end_session(actor=user, session=session)
    if session.session_key == request.session.session_key:
        request.session.flush()  # a deleted session cannot be saved at the end of the request
    messages.success(request, _("The session has been ended."))
    return redirect("security")


@require_POST
def sessions_end_others(request: SignedInRequest) -> HttpResponse:
    user = request.user
    words = _("Sign out everywhere else? Whoever is at work there signs in again.")
    if page := ask_first(request, Question(words, _("Sign out everywhere else"), is_danger=True), "security"):
        return page
    end_sessions(actor=user, user=user, keep=request.session.session_key or "")
    messages.success(request, _("You are signed in only here now."))
    return redirect("security")


class EndAccountSessions(AccountFormPage):
    heading = gettext_lazy("End all sessions of this account")
    submit_label = gettext_lazy("End the sessions")

    def act(self, form: ReasonForm) -> User:
        end_sessions(actor=self.request.user, user=self.object, reason=form.cleaned_data["reason"])
        if self.object == self.request.user:
            self.request.session.flush()  # a deleted session cannot be saved at the end of the request
        messages.success(self.request, _("The account is signed in nowhere now."))
        return self.object
