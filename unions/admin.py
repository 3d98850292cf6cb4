"""The organisation in Django's admin: the tree, reference data, accounts; people and units for rescue."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.admin import AuditedAdmin, ReadOnlyAdmin, WholeForm
from unions.models import (
    Affiliation,
    Cluster,
    ClusterYear,
    Employment,
    Enterprise,
    GrassrootsName,
    GrassrootsUnion,
    Headcount,
    Invitation,
    Likeness,
    PactSignature,
    Person,
    PersonMerge,
    Reorganisation,
    ReorganisationLine,
    Role,
    Sector,
    Succession,
    Team,
    Union,
    UnionLink,
    UnionLogo,
    UnionProfile,
    User,
)
from unions.models.accounts import NAME_TAKEN
from unions.rules import account_keys
from unions.selectors.accounts import name_is_taken
from unions.selectors.tree import first_day_below
from unions.services.organisation import unit_keys
from unions.services.people import name_keys
from unions.services.tree import stands_below_words

if admin.site.is_registered(Group):
    admin.site.unregister(Group)  # what one may do hangs on roles alone
if admin.site.is_registered(TOTPDevice):
    admin.site.unregister(TOTPDevice)  # it would show the secret; the page of the account switches it off


class OneADayForm(WholeForm):
    """Says in a sentence what the database would refuse: two rows of one owner on one day."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.instance.shares_a_day():
            self.add_error("valid_from", _("Another row holds on some of these days already. Please end that first."))


class LinkForm(OneADayForm):
    """A link mended here keeps the tree a tree."""

    def _post_clean(self) -> None:
        super()._post_clean()
        link = self.instance
        if not self.errors and (meets := first_day_below(link.union, link.parent, link.valid_from, link.valid_to)):
            self.add_error("parent", stands_below_words(meets))


class FreeNameMixin:
    """A sign-in name that another account has in other capitals is refused at its field."""

    def clean_username(self) -> str:
        form: Any = self
        typed = str(form.cleaned_data["username"])
        if "username" in form.changed_data and name_is_taken(typed, but=form.instance):
            raise ValidationError(NAME_TAKEN)
        return typed


class NewAccountForm(FreeNameMixin, AdminUserCreationForm):
    """Django's own, which would ask the database about capitals."""


class AccountForm(FreeNameMixin, WholeForm):
    """An account mended."""


def set_all(obj: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(obj, name, value)


@admin.register(User)
class AccountAdmin(AuditedAdmin, UserAdmin):
    """A password is set here, never shown; rights are roles, so Django's own are left out."""

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
        """Where another is set; the old one is kept as a hash and that is not shown either."""
        return format_html('<a href="../password/">{}</a>', _("Set another password"))

    def keyed(self, obj: User) -> None:
        """A name of before the key that is found in its very spelling alone stays so until it is changed."""
        facts = {"full_name": obj.full_name, "phone": obj.phone, "email": obj.email}
        keys = account_keys(username=obj.username, **facts)
        set_all(obj, keys | ({"username_key": obj.username} if obj.username_key == obj.username else {}))


@admin.register(Role)
class RoleAdmin(AuditedAdmin):
    list_display = ["user", "kind", "union", "grassroots", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["user", "union", "grassroots"]
    search_fields = ["user__username", "user__full_name"]
    autocomplete_fields = ["user", "union", "grassroots"]


@admin.register(Union)
class UnionAdmin(AuditedAdmin):
    list_display = ["code", "name", "level", "founded_on", "dissolved_on"]
    list_filter = ["level"]
    search_fields = ["code", "name"]


@admin.register(UnionLink)
class UnionLinkAdmin(AuditedAdmin):
    form = LinkForm
    list_display = ["union", "parent", "valid_from", "valid_to"]
    list_select_related = ["union", "parent"]
    search_fields = ["union__name", "union__code"]
    autocomplete_fields = ["union", "parent"]


@admin.register(UnionProfile)
class UnionProfileAdmin(AuditedAdmin):
    """A slip of the pen is mended here; the logo is drawn and chosen on the pages."""

    form = OneADayForm
    list_display = ["name", "union", "symbol", "place", "valid_from", "valid_to"]
    list_select_related = ["union"]
    search_fields = ["name", "union__code"]
    autocomplete_fields = ["union"]
    readonly_fields = ["logo"]

    def keyed(self, obj: UnionProfile) -> None:
        obj.revision += 1


@admin.register(UnionLogo)
class UnionLogoAdmin(AuditedAdmin):
    """To look at: certificates that carry it are printed from it for ever."""

    view_only = True
    list_display = ["union", "added_at"]
    list_select_related = ["union"]
    search_fields = ["union__name", "union__code"]
    exclude = ["file"]


@admin.register(Sector)
class SectorAdmin(AuditedAdmin):
    list_display = ["name", "code", "kind", "union", "position"]
    list_filter = ["kind"]
    list_select_related = ["union"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["union"]

    def keyed(self, obj: Sector) -> None:
        obj.revision += 1


@admin.register(Cluster)
class ClusterAdmin(AuditedAdmin):
    list_display = ["name", "union"]
    list_select_related = ["union"]
    search_fields = ["name"]
    autocomplete_fields = ["union"]


@admin.register(ClusterYear)
class ClusterYearAdmin(AuditedAdmin):
    """A signed pact is opened nowhere; its page strikes a signature entered by mistake."""

    list_display = ["cluster", "year", "lead", "pact_signed_on"]
    list_filter = ["year"]
    list_select_related = ["cluster", "lead"]
    search_fields = ["cluster__name"]
    autocomplete_fields = ["cluster", "lead"]

    def sealed(self, obj: ClusterYear) -> bool:
        return obj.pact_signed_on is not None


@admin.register(PactSignature)
class PactSignatureAdmin(ReadOnlyAdmin):
    list_display = ["unit_name", "cluster_year", "signed_on", "signatory"]
    list_select_related = ["cluster_year__cluster"]
    search_fields = ["unit_name", "cluster_year__cluster__name"]


@admin.register(Enterprise)
class EnterpriseAdmin(AuditedAdmin):
    list_display = ["name", "tax_code", "union"]
    list_select_related = ["union"]
    search_fields = ["name", "tax_code"]
    autocomplete_fields = ["union"]


@admin.register(GrassrootsUnion)
class GrassrootsUnionAdmin(AuditedAdmin):
    list_display = ["name", "code", "sector", "ownership", "status"]
    list_filter = ["status", "ownership", "sector__kind"]
    list_select_related = ["sector"]
    search_fields = ["name", "code", "search_key"]
    autocomplete_fields = ["sector", "cluster", "enterprise"]

    def keyed(self, obj: GrassrootsUnion) -> None:
        """A slip of the pen is mended here, in today's name too; a new name comes by a reorganisation."""
        set_all(obj, unit_keys(obj.name))
        if obj.pk:
            obj.names.open_ended().update(name=obj.name)


@admin.register(Affiliation)
class AffiliationAdmin(AuditedAdmin):
    form = OneADayForm
    list_display = ["grassroots", "union", "valid_from", "valid_to", "basis"]
    list_select_related = ["grassroots", "union"]
    search_fields = ["grassroots__name", "grassroots__code", "union__code"]
    autocomplete_fields = ["grassroots", "union"]


@admin.register(Headcount)
class HeadcountAdmin(AuditedAdmin):
    list_display = ["grassroots", "year", "workers", "women", "members", "women_members"]
    list_filter = ["year"]
    list_select_related = ["grassroots"]
    search_fields = ["grassroots__name", "grassroots__code"]
    autocomplete_fields = ["grassroots"]


@admin.register(Team)
class TeamAdmin(AuditedAdmin):
    list_display = ["name", "grassroots"]
    list_select_related = ["grassroots"]
    search_fields = ["name", "grassroots__name"]
    autocomplete_fields = ["grassroots"]


@admin.register(Person)
class PersonAdmin(AuditedAdmin):
    """Personal data stay out of the list; whoever mends a person opens it, and the trail says so."""

    list_display = ["full_name", "gender"]
    list_filter = ["gender"]
    search_fields = ["full_name", "search_key", "member_number"]

    def keyed(self, obj: Person) -> None:
        obj.member_number = obj.member_number or None
        set_all(obj, name_keys(obj.full_name, obj.birth_date))
        obj.revision += 1


@admin.register(Employment)
class EmploymentAdmin(AuditedAdmin):
    list_display = ["person", "grassroots", "position", "valid_from", "valid_to"]
    list_select_related = ["person", "grassroots"]
    search_fields = ["person__full_name", "person__search_key", "grassroots__name"]
    autocomplete_fields = ["person", "grassroots", "team"]


@admin.register(Invitation)
class InvitationAdmin(AuditedAdmin):
    """To be looked at: an invitation is made, withdrawn and used on its own pages."""

    view_only = True
    list_display = ["full_name", "kind", "union", "grassroots", "expires_at", "used_at", "withdrawn_at"]
    list_filter = ["kind"]
    list_select_related = ["union", "grassroots"]
    search_fields = ["full_name", "grassroots__name", "union__code"]
    exclude = ["digest"]


@admin.register(GrassrootsName)
class GrassrootsNameAdmin(AuditedAdmin):
    list_display = ["name", "grassroots", "valid_from", "valid_to"]
    list_select_related = ["grassroots"]
    search_fields = ["name", "grassroots__code"]
    autocomplete_fields = ["grassroots"]


@admin.register(Reorganisation)
class ReorganisationAdmin(AuditedAdmin):
    """To look at: a reorganisation is prepared, confirmed and undone on its own pages alone."""

    view_only = True
    list_display = ["decision_number", "kind", "union", "effective_on", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["union"]
    search_fields = ["decision_number"]


@admin.register(ReorganisationLine)
class ReorganisationLineAdmin(AuditedAdmin):
    view_only = True
    list_display = ["reorganisation", "grassroots", "to_union", "into", "new_name"]
    list_select_related = ["reorganisation", "grassroots", "to_union", "into"]
    search_fields = ["grassroots__name", "grassroots__code"]


@admin.register(Succession)
class SuccessionAdmin(AuditedAdmin):
    view_only = True
    list_display = ["predecessor", "successor", "kind", "on"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__name", "successor__name"]


@admin.register(Likeness)
class LikenessAdmin(AuditedAdmin):
    """To look at: a pair is answered on its own page, where both records are seen side by side."""

    view_only = True
    list_display = ["first", "second", "reasons", "state", "found_at"]
    list_filter = ["state"]
    list_select_related = ["first", "second"]
    search_fields = ["first__full_name", "first__search_key"]


@admin.register(PersonMerge)
class PersonMergeAdmin(AuditedAdmin):
    """To look at, without the facts: they hold personal data of both records."""

    view_only = True
    list_display = ["kept", "gone", "by", "at", "undone_by", "undone_at"]
    list_select_related = ["kept", "gone", "by", "undone_by"]
    search_fields = ["kept__full_name", "kept__search_key"]
    exclude = ["facts"]
