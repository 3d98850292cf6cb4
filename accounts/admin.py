from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.invitations.models import Invitation
from accounts.users.models import NAME_TAKEN, Role, User
from accounts.users.rules import account_keys
from accounts.users.selectors import is_username_taken
from core.admin import AuditedAdmin, set_fields
from core.admin_forms import WholeForm


class AccountForm(WholeForm):
    # Compares by `username_key`; Django's form would leave upper and lower case to the database.
    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if "username" in self.changed_data and is_username_taken(username, exclude=self.instance):
            raise ValidationError(NAME_TAKEN)
        return username


class NewAccountForm(AccountForm, AdminUserCreationForm):
    pass


@admin.register(User)
class AccountAdmin(AuditedAdmin, UserAdmin):
    # Without Django's groups and permissions: permissions come from roles.
    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "full_name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["username", "full_name", "search_key", "email"]
    ordering = ["username"]
    filter_horizontal = []
    autocomplete_fields = ["person"]
    readonly_fields = ["password_set", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password_set", "full_name", "email", "phone", "person"]}),
        (None, {"fields": ["is_active", "is_staff", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["username", "full_name", "usable_password", "password1", "password2"]},
        )
    ]

    @admin.display(description=_("password"))
    def password_set(self, obj: User) -> str:
        # Unlike Django's field, this does not show the hash.
        return format_html('<a href="../password/">{}</a>', _("Set another password"))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """The portal's own page asks for a reason and tells the owner."""
        account = self.get_object(request, unquote(id))
        if account is None:
            raise Http404
        return redirect("accounts:user-password", pk=account.pk)

    def fill_keys(self, obj: User) -> None:
        keys = account_keys(username=obj.username, full_name=obj.full_name, phone=obj.phone, email=obj.email)
        set_fields(obj, keys)
        stored = User.objects.filter(pk=obj.pk).first()
        if stored is None and obj.has_usable_password():
            obj.password_given_at = timezone.now()
        if stored is None or stored.phone != obj.phone:
            obj.phone_proven_at = None
        if stored is None or stored.email_key != obj.email_key:
            obj.email_proven_at = None


@admin.register(Role)
class RoleAdmin(AuditedAdmin):
    list_display = ["user", "kind", "union", "grassroots", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["user", "union", "grassroots"]
    search_fields = ["user__username", "user__full_name"]
    autocomplete_fields = ["user", "union", "grassroots"]


@admin.register(Invitation)
class InvitationAdmin(AuditedAdmin):
    view_only = True  # invitations have their own pages
    list_display = ["full_name", "kind", "union", "grassroots", "expires_at", "used_at", "withdrawn_at"]
    list_filter = ["kind"]
    list_select_related = ["union", "grassroots"]
    search_fields = ["full_name", "grassroots__name", "union__code"]
    exclude = ["digest"]
