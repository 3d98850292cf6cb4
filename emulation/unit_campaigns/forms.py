from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, GroupedIntegerField, RevisionField, ScopedForm, TidyCharField
from emulation.campaigns.choices import CampaignKind
from emulation.campaigns.forms.parts import rows_of
from emulation.campaigns.models import Campaign
from emulation.initiatives.selectors import campaigns_to_choose
from emulation.unit_campaigns.models import UnitCampaign
from emulation.unit_campaigns.rules import FINISHING, UnitTarget, may_finish_unit_campaign
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

MOST_REACHED = 1_000_000_000
AIMS = "aims"  # the prefix of the rows of targets


class UnitTargetForm(ScopedForm):
    value = GroupedIntegerField(label=_("Number"), min_value=1, max_value=1_000_000)
    text = TidyCharField(label=_("Of what"), max_length=200)

    @property
    def part(self) -> UnitTarget:
        return UnitTarget(self.cleaned_data["value"], self.cleaned_data["text"])


UnitTargetRows = rows_of(UnitTargetForm)


class UnitCampaignForm(ScopedForm):
    name = TidyCharField(label=_("Name"), max_length=250)
    kind = forms.ChoiceField(label=_("Kind"), choices=CampaignKind.choices)
    parent = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=_("Carries on"),
        required=False,
        empty_label=_("No campaign of the federation"),
        help_text=_("The campaign of the federation that the unit answers with its own."),
    )
    theme = TidyCharField(
        label=_("Theme"), max_length=300, required=False, help_text=_("As it is printed, without quotation marks.")
    )
    period_start = DateField(label=_("First day of the period"))
    period_end = DateField(label=_("Last day of the period"))
    contents = forms.CharField(
        label=_("Contents"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 6})
    )
    revision = RevisionField(required=False)

    def __init__(
        self,
        *args: Any,
        grassroots: GrassrootsUnion,
        union: Union,
        year: int,
        row: UnitCampaign | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = row.parent_id if row else None
        self.fields["parent"].queryset = campaigns_to_choose(self.user, union, grassroots, year, chosen)
        stored = [target.aim._asdict() for target in row.targets.all()] if row else []
        # A posted page without the rows changes none of them.
        data = self.data if any(name.startswith(f"{AIMS}-") for name in self.data) else None
        self.targets = UnitTargetRows(data, prefix=AIMS, initial=stored, form_kwargs={"user": self.user})
        self.is_judged = data is not None

    def is_valid(self) -> bool:
        rows_are_valid = not self.targets.is_bound or self.targets.is_valid()
        return super().is_valid() and rows_are_valid

    @property
    def wrong_rows(self) -> Sequence[Any]:
        if not self.is_judged:
            return []
        return [form for form in self.targets.forms if form.errors and form not in self.targets.removed]

    @property
    def messages(self) -> Sequence[str]:
        """What is wrong with all rows."""
        return self.targets.non_form_errors() if self.is_judged else []

    def facts(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return values | ({"targets": [form.part for form in self.targets.kept]} if self.targets.is_bound else {})

    def forget_errors(self) -> None:
        self.is_judged, self._errors = False, ErrorDict()
        for form in self.targets.forms:
            form._errors = ErrorDict()


class CorrectUnitCampaignForm(UnitCampaignForm):
    launched_on = DateField(
        label=_("Launched on"), required=False, help_text=_("Leave empty if it was not launched after all.")
    )
    result = forms.CharField(label=_("Result"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 6}))
    reported_on = DateField(
        label=_("Reported on"), required=False, help_text=_("Leave result and day empty if there is none yet.")
    )

    def __init__(self, *args: Any, row: UnitCampaign, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        noted = {"launched_on"} if row.launched_on else set()
        noted |= {"result", "reported_on"} if row.reported_on else set()
        shown = noted if may_finish_unit_campaign(self.user, row) else set()
        for name in FINISHING - shown:
            del self.fields[name]


class OwnLaunchForm(ScopedForm):
    launched_on = DateField(label=_("Launched on"), initial=timezone.localdate)
    revision = RevisionField(required=False)


class OwnResultForm(ScopedForm):
    result = forms.CharField(label=_("Result"), max_length=10_000, widget=forms.Textarea({"rows": 6}))
    reported_on = DateField(label=_("Reported on"), initial=timezone.localdate)
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, row: UnitCampaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aims = list(row.targets.all())
        for target in self.aims:
            self.fields[f"reached_{target.pk}"] = GroupedIntegerField(
                label=_("Reached of “%(target)s”") % {"target": target.aim},
                min_value=0,
                max_value=MOST_REACHED,
                required=False,
                initial=target.reached,
            )

    @property
    def reached(self) -> dict[int, int | None]:
        return {target.pk: self.cleaned_data[f"reached_{target.pk}"] for target in self.aims}
