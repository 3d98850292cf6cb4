"""The rows of a plan: waves, targets, and what it says to each sector."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, GroupedIntegerField, ScopedForm, TidyCharField
from emulation.campaigns.choices import TargetBasis
from emulation.campaigns.plan_parts import (
    Frame,
    Objections,
    SectorPlan,
    Target,
    Wave,
    measures,
    sector_objections,
    target_objections,
    wave_objections,
)
from emulation.law.forms import TitleChoiceField, TitleRowsField
from emulation.law.models import Title
from unions.units.models import Sector

MOST_ROWS = 40


class WaveForm(ScopedForm):
    name = TidyCharField(label=_("Name of the wave"), max_length=200, required=False)
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    @property
    def part(self) -> Wave:
        return Wave(**{name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "name")})


class TargetForm(ScopedForm):
    measure = forms.ChoiceField(label=_("What is counted"))
    title = TitleChoiceField(Title.objects.all(), label=_("Title"), required=False, empty_label="–")
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), required=False, empty_label=_("all sectors")
    )
    value = GroupedIntegerField(label=_("Target"), min_value=1, max_value=1_000_000)
    basis = forms.ChoiceField(label=_("Of whom"), choices=TargetBasis.choices, initial=TargetBasis.EACH_UNIT)

    def __init__(self, *args: Any, sectors: Sequence[Sector], titles: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, measure.label) for code, measure in measures().items()]
        self.fields["measure"].choices = [("", _("Choose what is counted")), *known]
        self.fields["title"].choices = [("", "–"), *titles]
        self.fields["sector"].queryset = Sector.objects.filter(pk__in=[sector.pk for sector in sectors])
        self.fields["sector"].choices = [("", _("all sectors")), *((each.pk, str(each)) for each in sectors)]

    @property
    def part(self) -> Target:
        return Target(**{name: self.cleaned_data[name] for name in ("measure", "value", "basis", "sector", "title")})


class PlanRows(BaseFormSet):
    """An emptied row is dropped like one that is ticked to be removed."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this row")

    @property
    def removed(self) -> list[Any]:
        return [form for form in self.forms if form["DELETE"].value()]

    @property
    def kept(self) -> list[Any]:
        return [form for form in self.forms if form.has_changed() and form not in self.removed]


def rows_of(form: type[ScopedForm]) -> Any:
    most = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS + 1, "validate_max": True}
    return formset_factory(form, formset=PlanRows, extra=1, can_delete=True, **most)  # type: ignore[arg-type]


WaveRows, TargetRows = rows_of(WaveForm), rows_of(TargetForm)


class SectorPlanForm(ScopedForm):
    contents = forms.CharField(
        label=_("Contents for this sector"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 4})
    )
    registration_closes = DateField(label=_("Registration closes"), required=False)
    titles = TitleRowsField(
        Title.objects.filter(is_active=True),
        label=_("Titles offered to this sector"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: those that the campaign offers to all."),
    )

    def __init__(self, *args: Any, sector: Sector, titles: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"sector-{sector.pk}", **kwargs)
        self.sector = sector
        self.fields["titles"].choices = titles

    @property
    def says_something(self) -> bool:
        return bool(self.errors) or any(self[name].value() for name in self.fields)

    @property
    def part(self) -> SectorPlan | None:
        values = self.cleaned_data
        if not any(values.values()):
            return None
        return SectorPlan(
            self.sector, values["contents"].strip(), values["registration_closes"], tuple(values["titles"])
        )


class PlanParts:
    """A posted page without some of these rows changes none of them."""

    def __init__(
        self,
        data: Any,
        stored: Mapping[str, Sequence[Any]],
        *,
        user: Any,
        sectors: Iterable[Sector],
        titles: Sequence[Any],
    ) -> None:
        self.data = data
        sectors = list(sectors)
        choices = {"user": user, "sectors": sectors, "titles": titles}
        waves = [vars(wave) for wave in stored["waves"]]
        self.waves = WaveRows(self.sent("waves-"), prefix="waves", initial=waves, form_kwargs={"user": user})
        targets = [_keys(target) for target in stored["targets"]]
        self.targets = TargetRows(self.sent("targets-"), prefix="targets", initial=targets, form_kwargs=choices)
        known = {plan.sector: vars(plan) for plan in stored["sector_plans"]}
        self.by_sector = [
            SectorPlanForm(self.sent("sector-"), user=user, sector=each, titles=titles, initial=known.get(each, {}))
            for each in sectors
        ]
        self.objections: list[str] = []
        self.is_judged = data is not None

    def sent(self, prefix: str) -> Any:
        is_sent = self.data is not None and any(name.startswith(prefix) for name in self.data)
        return self.data if is_sent else None

    @property
    def rows(self) -> list[Any]:
        return [*self.waves.forms, *self.by_sector, *self.targets.forms]

    @property
    def wrong_rows(self) -> list[Any]:
        if not self.is_judged:
            return []
        removed = [form for _name, rows in self.formsets() if rows.is_bound for form in rows.removed]
        return [form for form in self.rows if form.errors and form not in removed]

    @property
    def messages(self) -> list[str]:
        """What is wrong with all rows of a part."""
        if not self.is_judged:
            return []
        counted = [message for _name, rows in self.formsets() if rows.is_bound for message in rows.non_form_errors()]
        return [*counted, *self.objections]

    def forget_errors(self) -> None:
        self.is_judged = False
        for form in self.rows:
            form._errors = ErrorDict()

    def is_valid(self) -> bool:
        parts: list[Any] = [self.waves, self.targets, *self.by_sector]
        judged = [part.is_valid() for part in parts if part.is_bound]
        return all(judged)

    def fit(self, frame: Frame) -> bool:
        said = [(form, form.part) for form in self.by_sector if form.is_bound and form.part]
        self.place(self.waves, lambda parts: wave_objections(parts, frame))
        self.place(self.targets, lambda parts: target_objections(parts, frame))
        for row, field, message in sector_objections([part for _form, part in said if part], frame):
            said[row or 0][0].add_error(field, message)
        return not self.objections and not self.wrong_rows

    def place(self, rows: Any, judge: Callable[[list[Any]], Objections]) -> None:
        if not rows.is_bound:
            return
        kept = rows.kept
        for row, field, message in judge([form.part for form in kept]):
            if row is None:
                self.objections.append(message)
            else:
                kept[row].add_error(field, message)

    def values(self) -> dict[str, list[Any]]:
        values = {name: [form.part for form in rows.kept] for name, rows in self.formsets() if rows.is_bound}
        if any(form.is_bound for form in self.by_sector):
            values["sector_plans"] = [form.part for form in self.by_sector if form.part]
        return values

    def formsets(self) -> list[tuple[str, Any]]:
        return [("waves", self.waves), ("targets", self.targets)]


def _keys(target: Target) -> dict[str, Any]:
    return vars(target) | {"title": target.title and target.title.pk, "sector": target.sector and target.sector.pk}
