from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.admin import AuditedAdmin, set_fields
from core.admin_forms import WholeForm
from core.search import name_and_key
from unions.duplicates.models import DuplicateCandidate
from unions.people.models import Employment, Person, PersonMerge
from unions.people.rules import PERSONAL_FIELDS
from unions.people.services import name_keys
from unions.tree.models import Union, UnionLink, UnionLogo, UnionProfile
from unions.tree.selectors import first_day_below
from unions.tree.services.entering import circle_message
from unions.units.models import (
    Affiliation,
    Cluster,
    Enterprise,
    GrassrootsName,
    GrassrootsUnion,
    Headcount,
    Sector,
    Team,
)
from unions.units.services.entering import unit_keys

if admin.site.is_registered(Group):
    admin.site.unregister(Group)  # permissions come from roles alone
if admin.site.is_registered(TOTPDevice):
    admin.site.unregister(TOTPDevice)  # this admin would show the secret


class DatedRowForm(WholeForm):
    """Says what the trigger would refuse: two rows on one day."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and self.instance.shares_a_day():
            self.add_error("valid_from", _("Another row holds on some of these days already. Please end that first."))


class LinkForm(DatedRowForm):
    def _post_clean(self) -> None:
        super()._post_clean()
        link = self.instance
        if not self.errors and (day := first_day_below(link.union, link.parent, link.valid_from, link.valid_to)):
            self.add_error("parent", circle_message(day))


@admin.register(Union)
class UnionAdmin(AuditedAdmin):
    list_display = ["code", "name", "level", "founded_on", "dissolved_on"]
    list_filter = ["level"]
    search_fields = ["code", "name", "search_key"]

    def fill_keys(self, obj: Union) -> None:
        set_fields(obj, name_and_key(obj.name))


@admin.register(UnionLink)
class UnionLinkAdmin(AuditedAdmin):
    form = LinkForm
    list_display = ["union", "parent", "valid_from", "valid_to"]
    list_select_related = ["union", "parent"]
    search_fields = ["union__name", "union__code"]
    autocomplete_fields = ["union", "parent"]


@admin.register(UnionProfile)
class UnionProfileAdmin(AuditedAdmin):
    form = DatedRowForm
    list_display = ["name", "union", "symbol", "place", "valid_from", "valid_to"]
    list_select_related = ["union"]
    search_fields = ["name", "union__code"]
    autocomplete_fields = ["union"]
    readonly_fields = ["logo"]  # the page redraws the picture before it stores it


@admin.register(UnionLogo)
class UnionLogoAdmin(AuditedAdmin):
    view_only = True  # certificates are printed from the stored picture
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


@admin.register(Cluster)
class ClusterAdmin(AuditedAdmin):
    list_display = ["name", "union"]
    list_select_related = ["union"]
    search_fields = ["name"]
    autocomplete_fields = ["union"]


@admin.register(Enterprise)
class EnterpriseAdmin(AuditedAdmin):
    list_display = ["name", "tax_code", "union"]
    list_select_related = ["union"]
    search_fields = ["name", "tax_code", "search_key"]
    autocomplete_fields = ["union"]

    def fill_keys(self, obj: Enterprise) -> None:
        set_fields(obj, name_and_key(obj.name))


@admin.register(GrassrootsUnion)
class GrassrootsUnionAdmin(AuditedAdmin):
    list_display = ["name", "code", "sector", "ownership", "status"]
    list_filter = ["status", "ownership", "sector__kind"]
    list_select_related = ["sector"]
    search_fields = ["name", "code", "search_key"]
    autocomplete_fields = ["sector", "cluster", "enterprise"]

    def fill_keys(self, obj: GrassrootsUnion) -> None:
        # This corrects the name of today. A new name is entered by a reorganisation.
        set_fields(obj, unit_keys(obj.name))
        if obj.pk:
            obj.names.open_ended().update(name=obj.name)


@admin.register(Affiliation)
class AffiliationAdmin(AuditedAdmin):
    form = DatedRowForm
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
    # The administrator reads no personal data.
    list_display = ["full_name", "gender"]
    list_filter = ["gender"]
    search_fields = ["full_name", "search_key"]
    exclude = PERSONAL_FIELDS

    def fill_keys(self, obj: Person) -> None:
        set_fields(obj, name_keys(obj.full_name, obj.born))


@admin.register(Employment)
class EmploymentAdmin(AuditedAdmin):
    list_display = ["person", "grassroots", "position", "valid_from", "valid_to"]
    list_select_related = ["person", "grassroots"]
    search_fields = ["person__full_name", "person__search_key", "grassroots__name"]
    autocomplete_fields = ["person", "grassroots", "team"]


@admin.register(GrassrootsName)
class GrassrootsNameAdmin(AuditedAdmin):
    list_display = ["name", "grassroots", "valid_from", "valid_to"]
    list_select_related = ["grassroots"]
    search_fields = ["name", "grassroots__code"]
    autocomplete_fields = ["grassroots"]


@admin.register(DuplicateCandidate)
class DuplicateCandidateAdmin(AuditedAdmin):
    view_only = True  # a candidate is decided on its own page, where both records stand side by side
    list_display = ["first", "second", "reasons", "state", "found_at"]
    list_filter = ["state"]
    list_select_related = ["first", "second"]
    search_fields = ["first__full_name", "first__search_key"]


@admin.register(PersonMerge)
class PersonMergeAdmin(AuditedAdmin):
    view_only = True
    list_display = ["kept", "gone", "by", "at", "undone_by", "undone_at"]
    list_select_related = ["kept", "gone", "by", "undone_by"]
    search_fields = ["kept__full_name", "kept__search_key"]
    exclude = ["facts"]  # personal data of both records
