"""The lists of this app."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable
from core.text import short_date
from unions.models import Cluster, Enterprise, GrassrootsUnion, Invitation, Likeness, Person, Reorganisation, User
from unions.models.dated import held_now
from unions.rules import may_see_personal_data

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
NONE = "–"


def badge(label: str, tone: str) -> str:
    return render_to_string("components/state_badge.html", {"label": label, "tone": tone})


class UnitTable(ListTable):
    name = tables.Column(verbose_name=_("Grassroots union"), order_by=("sort_key", "pk"))
    code = tables.Column(verbose_name=_("Code"), attrs={"td": {"class": "nowrap"}})
    union = tables.Column(verbose_name=_("Union above"), accessor="pk", orderable=False)
    sector = tables.Column(verbose_name=_("Sector"), order_by=("sector__position", "sector__name", "sort_key"))
    cluster = tables.Column(verbose_name=_("Cluster"), order_by=("cluster__name", "sort_key"))
    members = tables.Column(
        verbose_name=_("Members"), accessor="members_of_year", attrs=NUMBER, order_by=("members_of_year", "sort_key")
    )
    status = tables.Column(verbose_name=_("Status"))

    class Meta(ListTable.Meta):
        model = GrassrootsUnion
        fields = ["name", "code", "union", "sector", "cluster", "members", "status"]

    def render_union(self, record: GrassrootsUnion) -> str:
        return ", ".join(str(link.union) for link in held_now(record.affiliations.all())[:1]) or NONE

    def render_status(self, record: GrassrootsUnion) -> str:
        return badge(record.get_status_display(), record.STATE_TONES[record.status])

    def value_status(self, record: GrassrootsUnion) -> str:
        return str(record.get_status_display())


class PersonTable(ListTable):
    full_name = tables.Column(verbose_name=_("Full name"), order_by=("sort_key", "pk"))
    gender = tables.Column(verbose_name=_("Gender"))
    born = tables.Column(verbose_name=_("Birth date"), empty_values=(), orderable=False, attrs=NUMBER)
    position = tables.Column(verbose_name=_("Position"), empty_values=(), orderable=False)
    unit = tables.Column(verbose_name=_("Unit"), empty_values=(), orderable=False)

    class Meta(ListTable.Meta):
        model = Person
        fields = ["full_name", "gender", "born", "position", "unit"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def render_born(self, record: Person) -> str:
        known = record.birth_date and may_see_personal_data(self.user, record)
        return short_date(record.birth_date) if known and record.birth_date else NONE

    def render_position(self, record: Person) -> str:
        return next((post.position for post in self._posts(record)), "") or NONE

    def render_unit(self, record: Person) -> str:
        return ", ".join(str(post.grassroots) for post in self._posts(record)) or NONE

    def _posts(self, record: Person) -> list[Any]:
        return held_now(record.seen_posts)  # type: ignore[attr-defined]


class ClusterTable(ListTable):
    """A cluster and its year; `of_year` holds the row of the working year, if there is one."""

    name = tables.Column(verbose_name=_("Cluster"), order_by=("name", "pk"))
    union = tables.Column(verbose_name=_("Union above"), orderable=False)
    units = tables.Column(verbose_name=_("Grassroots unions"), accessor="units_in_all", attrs=NUMBER)
    lead = tables.Column(verbose_name=_("Lead of the year"), empty_values=(), orderable=False)
    signed = tables.Column(verbose_name=_("Signed the pact"), empty_values=(), orderable=False, attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Cluster
        fields = ["name", "union", "units", "lead", "signed"]

    def render_units(self, record: Any, value: int) -> Any:
        return value if record.is_open else NONE

    def render_lead(self, record: Any) -> str:
        return next((str(row.lead) for row in record.of_year if row.lead), NONE)

    def render_signed(self, record: Any) -> str:
        """How many of how many; nothing where there is no pact to sign."""
        of_all = f"/{record.units_in_all}" if record.is_open else ""
        return next((f"{row.signed}{of_all}" for row in record.of_year if row.pact_contents), NONE)


class LikenessTable(ListTable):
    first = tables.Column(verbose_name=_("One record"), order_by=("first__sort_key", "pk"))
    second = tables.Column(verbose_name=_("The other record"), order_by=("second__sort_key", "pk"))
    reasons = tables.Column(verbose_name=_("Why they may be one person"), orderable=False)
    state = tables.Column(verbose_name=_("Conclusion"))

    class Meta(ListTable.Meta):
        model = Likeness
        fields = ["first", "second", "reasons", "state"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def render_first(self, value: Person) -> str:
        return told_apart(self.user, value)

    def render_second(self, value: Person) -> str:
        return told_apart(self.user, value)

    def render_reasons(self, record: Likeness) -> str:
        return "; ".join(record.reason_sentences)

    def render_state(self, record: Likeness) -> str:
        return badge(record.get_state_display(), record.STATE_TONES[record.state])

    def value_state(self, record: Likeness) -> str:
        return str(record.get_state_display())


def told_apart(user: Any, person: Any) -> str:
    """A name with what tells namesakes apart: the birth date for who may know it, and the unit."""
    born = short_date(person.birth_date) if person.birth_date and may_see_personal_data(user, person) else ""
    units = [str(post.grassroots) for post in held_now(person.seen_posts)]
    return " · ".join([str(person), *([born] if born else []), *units])


class EnterpriseTable(ListTable):
    name = tables.Column(verbose_name=_("Enterprise"), order_by="name")
    tax_code = tables.Column(verbose_name=_("Tax code"))
    union = tables.Column(verbose_name=_("Union"), orderable=False)
    units = tables.Column(verbose_name=_("Grassroots unions"), accessor="units_in_all", attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Enterprise
        fields = ["name", "tax_code", "union", "units"]


class ReorganisationTable(ListTable):
    kind = tables.Column(verbose_name=_("What happens"), accessor="pk", order_by=("kind", "-effective_on"))
    decision_number = tables.Column(verbose_name=_("Decision"))
    union = tables.Column(verbose_name=_("Decided by"), orderable=False)
    effective_on = tables.DateColumn(verbose_name=_("In force from"), format="d/m/Y")
    state = tables.Column(verbose_name=_("State"))

    class Meta(ListTable.Meta):
        model = Reorganisation
        fields = ["kind", "decision_number", "union", "effective_on", "state"]

    def render_kind(self, record: Reorganisation) -> str:
        return str(record.get_kind_display())

    def render_state(self, record: Reorganisation) -> str:
        return badge(record.get_state_display(), record.STATE_TONES[record.state])

    def value_state(self, record: Reorganisation) -> str:
        return str(record.get_state_display())


class UserTable(ListTable):
    full_name = tables.Column(verbose_name=_("Name"), accessor="pk", order_by=("full_name", "username"))
    username = tables.Column(verbose_name=_("Sign-in name"))
    roles_today = tables.Column(verbose_name=_("Roles"), orderable=False, empty_values=())
    last_login = tables.DateTimeColumn(verbose_name=_("Last signed in"), format="d/m/Y H:i")
    is_active = tables.Column(verbose_name=_("Account"))

    class Meta(ListTable.Meta):
        model = User
        fields = ["full_name", "username", "roles_today", "last_login", "is_active"]

    def render_full_name(self, record: User) -> str:
        return str(record)

    def render_roles_today(self, record: User) -> str:
        return "; ".join(str(role) for role in record.roles_today) or NONE  # type: ignore[attr-defined]

    def render_is_active(self, value: bool) -> str:
        return str(_("open") if value else _("closed"))


class InvitationTable(ListTable):
    full_name = tables.Column(verbose_name=_("Invited"), empty_values=(), order_by=("full_name", "pk"))
    place = tables.Column(verbose_name=_("Unit or union"), orderable=False)
    kind = tables.Column(verbose_name=_("Role"))
    state = tables.Column(verbose_name=_("State"), orderable=False)
    expires_at = tables.DateTimeColumn(verbose_name=_("Valid until"), format="d/m/Y")

    class Meta(ListTable.Meta):
        model = Invitation
        fields = ["full_name", "place", "kind", "state", "expires_at"]

    def render_full_name(self, record: Invitation) -> str:
        return record.full_name or str(record.get_kind_display())

    def render_state(self, record: Invitation) -> str:
        return badge(record.get_state_display(), record.STATE_TONES[record.state])

    def value_state(self, record: Invitation) -> str:
        return record.get_state_display()
