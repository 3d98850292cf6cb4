from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import (
    DateField,
    GroupedIntegerField,
    RevisionField,
    ScopedForm,
    TidyCharField,
    WholeNumberField,
    YearField,
)
from core.pickers.fields import PickField
from unions.tree.models import Union
from unions.units.choices import GrassrootsKind, Ownership, SectorKind
from unions.units.models import Cluster, Enterprise, GrassrootsUnion, Sector

MOST_PEOPLE = 1_000_000


def narrow(form: forms.Form, name: str, **lookup: object) -> None:
    field = form.fields[name]
    field.queryset = field.queryset.filter(**lookup)  # type: ignore[attr-defined]


class UnitForm(ScopedForm):
    code = forms.SlugField(
        label=_("Code"), max_length=30, help_text=_("Letters without marks, digits and hyphens, such as TAYHO-0123.")
    )
    name = TidyCharField(label=_("Name of the unit"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=GrassrootsKind.choices)
    ownership = forms.ChoiceField(label=_("Ownership"), choices=Ownership.choices)
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("Sector"))
    cluster = forms.ModelChoiceField(Cluster.objects.all(), label=_("Cluster"), required=False)
    enterprise = PickField(Enterprise.objects.all(), label=_("Employer"), required=False)
    address = TidyCharField(label=_("Address"), max_length=200, required=False)
    since = DateField(label=_("Belongs to the union since"), help_text=_("The day of the decision."))

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"sector", "cluster", "enterprise"} & self.fields.keys():
            narrow(self, name, union=union)


class CorrectUnitForm(UnitForm):
    """A dated name hides the name."""

    since = None  # type: ignore[assignment]  # the first day at a union has a form of its own
    cluster = None  # type: ignore[assignment]  # the page of the cluster puts units in and takes them out
    founded_on = DateField(label=_("Founded on"), required=False)
    revision = RevisionField()

    def __init__(self, *args: Any, unit: GrassrootsUnion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit.names.exists():
            del self.fields["name"]


class CorrectNameForm(ScopedForm):
    name = TidyCharField(label=_("Name of the unit"), max_length=200)
    valid_from = DateField(label=_("Bears this name since"))
    revision = RevisionField()


class CorrectAffiliationForm(ScopedForm):
    valid_from = DateField(label=_("Belongs to the union since"), help_text=_("The day of the decision."))
    basis = TidyCharField(label=_("Decision"), max_length=200, required=False)
    revision = RevisionField()


class EnterpriseForm(ScopedForm):
    name = TidyCharField(label=_("Name of the enterprise"), max_length=200)
    tax_code = TidyCharField(label=_("Tax code"), max_length=20, required=False)
    founded_on = DateField(label=_("Founded on"), required=False)


class CorrectEnterpriseForm(EnterpriseForm):
    revision = RevisionField()


class HeadcountForm(ScopedForm):
    workers = GroupedIntegerField(label=_("Workers"), min_value=0, max_value=MOST_PEOPLE)
    women = GroupedIntegerField(label=_("Women among the workers"), min_value=0, max_value=MOST_PEOPLE)
    members = GroupedIntegerField(label=_("Union members"), min_value=0, max_value=MOST_PEOPLE)
    women_members = GroupedIntegerField(label=_("Women among the members"), min_value=0, max_value=MOST_PEOPLE)


class CorrectHeadcountForm(HeadcountForm):
    year = YearField(label=_("Year"))
    revision = RevisionField()

    field_order = ["year"]


class TeamForm(ScopedForm):
    name = TidyCharField(
        label=_("Name of the team"), max_length=200, help_text=_("For example: the grade 4 teachers.")
    )


class CorrectTeamForm(TeamForm):
    revision = RevisionField()


class SectorForm(ScopedForm):
    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Such as SXKD or GD; lists name it so."))
    name = TidyCharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=SectorKind.choices)
    position = WholeNumberField(
        label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The lowest number stands first.")
    )


class CorrectSectorForm(SectorForm):
    revision = RevisionField()


class UnitChoice(ScopedForm):
    # Asked on a page of its own: the form after it depends on the unit.
    grassroots = PickField(GrassrootsUnion.objects.none(), label=_("Grassroots union"))

    def __init__(self, *args: Any, units: QuerySet[GrassrootsUnion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grassroots"].queryset = units
