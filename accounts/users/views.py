from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.filters import UserFilter
from accounts.users.forms import AppointForm, CorrectAccountForm, CorrectRoleForm, EndRoleForm
from accounts.users.models import Role, User
from accounts.users.selectors import accounts_for_list
from accounts.users.services import (
    appoint,
    check_role_not_ended,
    check_unit_not_dissolved,
    correct_account,
    correct_role,
    end_role,
)
from accounts.users.tables import UserTable
from core.forms import ReasonForm
from core.text import short_date
from core.views import CorrectionPage, ObjectFormPage
from unions.access import DRAFTING, PortalUser, is_administrator, may_grant, may_read_accounts
from unions.units.models import GrassrootsUnion
from unions.units.views.lists import OrganisationList


class AccountFormPage(ObjectFormPage):
    model = User
    object: User
    form_class = ReasonForm

    def may(self, user: PortalUser) -> bool:
        return is_administrator(user)


class BoardFormPage(ObjectFormPage):
    model = GrassrootsUnion
    object: GrassrootsUnion

    def may(self, user: PortalUser) -> bool:
        return all(may_grant(user, kind, responsible_union_id=self.object.responsible_union_id) for kind in DRAFTING)

    def check(self) -> None:
        check_unit_not_dissolved(self.object)


class Appoint(BoardFormPage):
    form_class = AppointForm
    heading = gettext_lazy("Appoint the chair or a board member")

    def act(self, form: AppointForm) -> Model | HttpResponse:
        role, password = appoint(actor=self.request.user, grassroots=self.object, **form.cleaned_data)
        if password is None:
            return self.object
        context = {"role": role, "account": role.user, "unit": self.object, "password": password}
        return render(self.request, "accounts/account_opened.html", context)


class EndRole(ObjectFormPage):
    model = Role
    object: Role
    form_class = EndRoleForm
    heading = gettext_lazy("End a role")
    submit_label = gettext_lazy("End the role")

    def may(self, user: PortalUser) -> bool:
        return may_grant(user, self.object.kind, responsible_union_id=self.object.responsible_union_id)

    def check(self) -> None:
        check_role_not_ended(self.object)

    @property
    def help(self) -> str:  # type: ignore[override]
        values = {"name": self.object.user, "role": self.object, "day": short_date(self.object.valid_from)}
        if self.object.is_to_come:
            message = _("%(name)s – %(role)s. It begins on %(day)s; with a last day before that it is taken back.")
            return message % values
        return _("%(name)s – %(role)s. What was done in this role stays as it is.") % values

    def act(self, form: EndRoleForm) -> Model:
        role = end_role(actor=self.request.user, role=self.object, until=form.cleaned_data["until"])
        page: Model = page_after(self.request.user, role)
        return page

    def cancel_url(self) -> str:
        return self.object.user.get_absolute_url()


class CorrectRole(CorrectionPage):
    model = Role
    object: Role
    form_class = CorrectRoleForm
    heading = gettext_lazy("Correct the days of a role")

    @property
    def help(self) -> str:  # type: ignore[override]
        return f"{self.object.user} – {self.object}"

    def act(self, form: CorrectRoleForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        role = correct_role(self.object, actor=self.request.user, expected_revision=revision, **values)
        page: Model = page_after(self.request.user, role)
        return page


class CorrectAccount(CorrectionPage):
    model = User
    form_class = CorrectAccountForm

    def act(self, form: CorrectAccountForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_account(self.object, actor=self.request.user, expected_revision=revision, **values)


def page_after(user: User, role: Role) -> Any:
    """Without its only role the account may be invisible to the officer."""
    is_visible = User.objects.visible_to(user).filter(pk=role.user_id).exists()
    return role.user if is_visible else role.grassroots


class UserList(OrganisationList):
    tab = "accounts"
    model = User
    table_class = UserTable
    filterset_class = UserFilter
    heading = gettext_lazy("Accounts")
    empty_title = gettext_lazy("The accounts of your federation")
    empty_text = gettext_lazy("An account is opened on the page of a grassroots union, when its chair is appointed.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_accounts(self.request.user):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        return accounts_for_list(self.request.user)
