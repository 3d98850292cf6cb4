from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from core.forms import (
    DateField,
    GroupedIntegerField,
    RevisionField,
    RowsField,
    ScopedModelForm,
    TidyCharField,
)
from core.pickers.fields import PickField, PickManyField
from core.text import tidy_lines
from core.working_year import this_year
from emulation.campaigns import plan_parts
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.forms.parts import PlanParts
from emulation.campaigns.models import Campaign
from emulation.campaigns.plan_parts import UnitByHand
from emulation.campaigns.rules import CORRECTABLE, PARTS, WORDS
from emulation.campaigns.selectors.parts import campaigns_above, stored_parts
from emulation.law.forms import TitleRowsField
from emulation.law.models import Title
from unions.access import RoleKind
from unions.tree.models import Union
from unions.units.models import Cluster, GrassrootsUnion, Sector
from unions.units.selectors import home_union_id

PERIODS = ("period_start", "period_end", "registration_opens", "registration_closes")
BY_HAND = ("included", "included_reason", "left_out", "left_out_reason")
ROWS = ("waves", "by_sector", "targets")
NO_FACTS = {"union", "revision", "reason", *BY_HAND}
DAYS = (*PERIODS, "launched_on", "closed_on", "summed_up_on")


class LinesField(forms.CharField):
    """One thing a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 2}), **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy_lines(super().to_python(value) or "")


class CampaignForm(ScopedModelForm):
    union = forms.ModelChoiceField(Union.objects.all(), label=_("Union"))
    parent = PickField(
        Campaign.objects.all(),
        label=_("Campaign of the level above"),
        required=False,
        help_text=_("If this plan carries on a campaign that a union above has launched."),
    )
    titles = TitleRowsField(
        Title.objects.filter(is_active=True),
        label=_("Titles offered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Units register for these. Without any, units launch the campaign but register nobody."),
    )
    sectors = RowsField(
        Sector.objects.all(),
        label=_("Only for these sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for every unit."),
    )
    clusters = RowsField(
        Cluster.objects.all(),
        label=_("Only for these clusters"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With sectors too: units to which both apply."),
    )
    included = PickManyField(
        GrassrootsUnion.objects.all(),
        label=_("Also these units"),
        required=False,
        help_text=_("Units that receive the plan although sector, cluster or size do not fit."),
    )
    included_reason = TidyCharField(label=_("Why they take part"), max_length=300, required=False)
    left_out = PickManyField(GrassrootsUnion.objects.all(), label=_("Not these units"), required=False)
    left_out_reason = TidyCharField(label=_("Why they are left out"), max_length=300, required=False)
    contents = forms.CharField(
        label=_("Contents for all"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 6})
    )
    reason = TidyCharField(
        label=_("Why the plan changes"),
        required=False,
        max_length=300,
        help_text=_("The units read it with the change. Needed where they get less time to register."),
    )
    revision = RevisionField(required=False)

    class Meta:
        model = Campaign
        fields = [
            "name",
            "kind",
            "mode",
            "theme",
            "slogan",
            "is_school_year",
            "period_start",
            "period_end",
            "registration_opens",
            "registration_closes",
            "min_workers",
            "max_workers",
            "occasions",
            "co_organisers",
            "contents",
            "launched_on",
            "closed_on",
            "summed_up_on",
        ]
        field_classes = {
            **dict.fromkeys(("name", "theme", "slogan"), TidyCharField),
            **dict.fromkeys(("occasions", "co_organisers"), LinesField),
            **dict.fromkeys(("min_workers", "max_workers"), GroupedIntegerField),
            **dict.fromkeys(DAYS, DateField),
        }
        help_texts = {
            "theme": _("As it is printed, without quotation marks."),
            "kind": _("A mobilisation drive is no competition: it offers no titles, and nobody registers."),
            "registration_closes": _("The last day on which units can submit by themselves."),
            "min_workers": _("By the number of workers in the year, or the last one known before it."),
            "occasions": _("What the campaign celebrates, if anything; one a line."),
            "co_organisers": _("One a line, for example the education office, employers."),
        }

    groups = [
        (_("The campaign"), ["union", "name", "kind", "theme", "slogan", "occasions", "parent"]),
        (_("Who takes part"), ["sectors", "clusters", "min_workers", "max_workers", *BY_HAND]),
        (_("When"), ["is_school_year", "period_start", "period_end", "mode", "waves"]),
        (_("Contents"), ["contents"]),
        (_("Titles and registration"), ["titles", "registration_opens", "registration_closes", "by_sector"]),
        (_("Targets"), ["targets"]),
        (_("Who carries it out"), ["co_organisers"]),
        (_("What happened"), ["launched_on", "closed_on", "summed_up_on", "reason"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Union.objects.filter(pk__in=self.user.access.unions_where({RoleKind.OFFICER}))
        self.owners = [self.instance.union_id] if self.instance.pk else [union.pk for union in offices]
        self.narrow_choices()
        self.parts = self.make_parts() if self.instance.state == CampaignState.DRAFT else None
        self.leave_what_is_open()
        if self.instance.pk or len(offices) == 1:
            self.only_union = self.instance.union if self.instance.pk else offices[0]
            del self.fields["union"]
        else:
            self.fields["union"].queryset = offices  # type: ignore[attr-defined]

    def narrow_choices(self) -> None:
        choices: dict[str, Any] = self.fields
        for name, model in (("sectors", Sector), ("clusters", Cluster)):
            choices[name].queryset = model.objects.filter(union__in=self.owners)
        if not choices["clusters"].queryset:
            del choices["clusters"]
        choices["parent"].queryset = campaigns_above(self.owners)
        titles = choices["titles"]
        titles.name_for(self.instance.union_id or home_union_id(self.user), self.instance.year or this_year())
        titles.choices = self.grouped = grouped_titles(titles.queryset, titles.label_from_instance)

    def make_parts(self) -> PlanParts:
        stored = stored_parts(self.instance) if self.instance.pk else {name: [] for name in PARTS}
        for name, is_included in (("included", True), ("left_out", False)):
            chosen = [choice for choice in stored["units_by_hand"] if choice.is_included == is_included]
            self.initial[name] = [choice.grassroots.pk for choice in chosen]
            self.initial[f"{name}_reason"] = chosen[0].reason if chosen else ""
        sectors = Sector.objects.filter(union__in=self.owners)
        data = self.data if self.is_bound else None
        return PlanParts(data, stored, user=self.user, sectors=sectors, titles=self.grouped)

    def leave_what_is_open(self) -> None:
        """Keep the fields that the state allows; a reason is given from the launch on."""
        is_draft = self.parts is not None
        always = {"union", "revision", *BY_HAND} if is_draft else {"union", "revision", "reason"}
        for name in self.fields.keys() - CORRECTABLE.get(self.instance.state, WORDS) - always:
            del self.fields[name]
        for name in self.fields.keys() & {"launched_on", "closed_on", "summed_up_on"}:
            self.fields[name].required = True
        if not is_draft and "titles" not in self.fields:
            self.fields["reason"].help_text = ""
        elif not is_draft:
            self.fields["titles"].help_text = _("What was offered to the units stays; more may be added.")
            self.fields["sectors"].help_text = _("The units that received the plan keep it; more may be added.")

    def is_valid(self) -> bool:
        is_valid, rows_are_valid = super().is_valid(), self.parts is None or self.parts.is_valid()
        return is_valid and rows_are_valid and (self.parts is None or self.parts.fit(self.frame))

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The groups with their fields; `part` names the rows that follow them."""
        found = []
        for title, names in self.groups:
            fields = [self[name] for name in names if name in self.fields]
            part = next((name for name in names if self.parts and name in ROWS), "")
            found += [{"title": title, "fields": fields, "part": part}] if fields or part else []
        return found

    @property
    def frame(self) -> plan_parts.Frame:
        union = self.cleaned_data.get("union") or self.only_union
        return plan_parts.frame_of(union.pk, self.cleaned_data)

    def facts(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name not in NO_FACTS}
        if self.parts is None:
            return values
        return values | self.parts.values() | {"units_by_hand": self.units_by_hand()}

    def units_by_hand(self) -> list[UnitByHand]:
        return [
            UnitByHand(unit, name == "included", self.cleaned_data[f"{name}_reason"])
            for name in ("included", "left_out")
            for unit in self.cleaned_data[name]
        ]

    def forget_errors(self) -> None:
        """A form that comes back with one more row is not judged yet."""
        self._errors = ErrorDict()
        if self.parts:
            self.parts.forget_errors()

    def _post_clean(self) -> None:
        # The service checks the row, so the form does not validate the instance.
        pass


def grouped_titles(titles: Iterable[Title], label: Callable[[Title], str]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return choices grouped by family."""
    ordered = sorted(titles, key=lambda title: (title.get_family_display(), title.position))
    return [
        (str(family), [(title.pk, label(title)) for title in members])
        for family, members in groupby(ordered, key=lambda title: title.get_family_display())
    ]
