"""One's password, boards appointed, roles ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import short_date
from core.views import ObjectFormPage
from unions.forms import AppointForm, EndRoleForm, OwnPasswordForm
from unions.forms.access import ContactForm
from unions.models import GrassrootsUnion, Role, User
from unions.rules import DRAFTING, may_grant
from unions.services import appoint, end_role
from unions.services.accounts import check_goes_on, check_unit_lives
from unions.services.passwords import change_contact, change_password
from unions.services.sessions import end_sessions
from unions.signing_in import note
from unions.views.sign_in import OwnSecretPage


class OwnPassword(OwnSecretPage):
    secret = "old_password"  # noqa: S105 the name of a field
    form_class = OwnPasswordForm
    heading = gettext_lazy("Change my password")

    def act(self, form: OwnPasswordForm) -> str:
        """The session goes on here, under another key, and ends on every other computer."""
        user = change_password(actor=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        note(self.request, user)
        end_sessions(actor=user, user=user, keep=self.request.session.session_key or "")
        messages.success(self.request, _("Your password has been changed."))
        return resolve_url("home")


class OwnContact(OwnSecretPage):
    """Who was invited by a slip tells here by which phone and address the account is reached."""

    form_class = ContactForm
    heading = gettext_lazy("My phone and e-mail address")

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"phone": user.phone, "email": user.email}

    def act(self, form: ContactForm) -> Model:
        said = form.cleaned_data
        user: Model = change_contact(actor=self.request.user, phone=said["phone"], email=said["email"])
        messages.success(self.request, _("Your phone and e-mail address have been saved."))
        return user


class Office(ObjectFormPage):
    """An office in a unit given by who may grant it; in a dissolved unit nobody takes one any more."""

    model = GrassrootsUnion

    def may(self, user: Any) -> bool:
        return all(may_grant(user, kind, keeper_id=self.object.keeper_id) for kind in DRAFTING)

    def check(self) -> None:
        check_unit_lives(self.object)


class Appoint(Office):
    """Put somebody on the board of a unit. The password of a new account is shown once, to be handed over."""

    form_class = AppointForm
    heading = gettext_lazy("Appoint the chair or a board member")

    def act(self, form: AppointForm) -> Model | HttpResponse:
        role, password = appoint(actor=self.request.user, grassroots=self.object, **form.cleaned_data)
        if password is None:
            return self.object
        context = {"role": role, "account": role.user, "unit": self.object, "password": password}
        return render(self.request, "unions/account_opened.html", context)


class EndRole(ObjectFormPage):
    model = Role
    form_class = EndRoleForm
    heading = gettext_lazy("End a role")
    submit_label = gettext_lazy("End the role")

    def may(self, user: Any) -> bool:
        unit = self.object.grassroots
        return may_grant(user, self.object.kind, keeper_id=unit.keeper_id if unit else None)

    def check(self) -> None:
        check_goes_on(self.object)

    @property
    def help(self) -> str:  # type: ignore[override]
        names = {"name": self.object.user, "role": self.object, "day": short_date(self.object.valid_from)}
        if self.object.is_to_come:
            said = _("%(name)s – %(role)s. It begins on %(day)s; with a last day before that it is taken back.")
            return said % names
        return _("%(name)s – %(role)s. What was done in this role stays as it is.") % names

    def act(self, form: EndRoleForm) -> Model:
        """An account whose only role was taken back is the officer's to see no more; its unit is."""
        user = end_role(actor=self.request.user, role=self.object, until=form.cleaned_data["until"]).user
        seen = User.objects.visible_to(self.request.user).filter(pk=user.pk).exists()
        page: Model = user if seen else self.object.grassroots
        return page

    def cancel_url(self) -> str:
        return str(self.object.user.get_absolute_url())
