"""One's password, boards appointed, roles ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.scoping import get_visible_or_404
from core.views import FormPage
from unions.forms import AppointForm, EndRoleForm, OwnPasswordForm
from unions.models import Role
from unions.rules import may_grant
from unions.services import appoint, change_password, end_role
from unions.services.sessions import end_sessions
from unions.views.units import OfUnit


class OwnPassword(FormPage):
    form_class = OwnPasswordForm
    heading = gettext_lazy("Change my password")

    def act(self, form: OwnPasswordForm) -> str:
        """The session goes on here and ends on every other computer."""
        user = change_password(actor=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        end_sessions(actor=user, user=user, keep=self.request.session.session_key or "")
        messages.success(self.request, _("Your password has been changed."))
        return resolve_url("home")


class Appoint(OfUnit):
    """Put somebody on the board of a unit. The password of a new account is shown once, to be handed over."""

    form_class = AppointForm
    heading = gettext_lazy("Appoint the chair or a board member")
    password: str | None = None

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.unit)

    def is_allowed(self) -> bool:
        return may_grant(self.request.user, "grassroots_chair", keeper_id=self.unit.keeper_id)

    def form_valid(self, form: AppointForm) -> HttpResponse:
        response = super().form_valid(form)
        if self.password is None or response.status_code >= 400:
            return response
        context = {"role": self.role, "account": self.role.user, "unit": self.unit, "password": self.password}
        return render(self.request, "unions/account_opened.html", context)

    def act(self, form: AppointForm) -> Model:
        self.role, self.password = appoint(actor=self.request.user, grassroots=self.unit, **form.cleaned_data)
        return self.unit


class EndRole(FormPage):
    form_class = EndRoleForm
    heading = gettext_lazy("End a role")
    submit_label = gettext_lazy("End the role")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.role = get_visible_or_404(Role.objects.all(), request.user, pk=kwargs["pk"])
        unit = self.role.grassroots
        if not may_grant(request.user, self.role.kind, keeper_id=unit.keeper_id if unit else None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def help(self) -> str:  # type: ignore[override]
        return _("%(name)s – %(role)s. What was done in this role stays as it is.") % {
            "name": self.role.user,
            "role": self.role,
        }

    def act(self, form: EndRoleForm) -> Model:
        return end_role(actor=self.request.user, role=self.role, until=form.cleaned_data["until"]).user

    def cancel_url(self) -> str:
        return self.role.user.get_absolute_url()
