from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, DongField, RevisionField, ScopedForm, TidyCharField, YearField
from emulation.campaigns.models import Campaign
from emulation.initiatives.selectors import campaigns_to_choose
from emulation.works.choices import WorkKind
from emulation.works.models import Work
from emulation.works.rules import FINISHING, may_finish_work
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class WorkForm(ScopedForm):
    name = TidyCharField(label=_("Name of the work"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=WorkKind.choices)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("No campaign")
    )
    value = DongField(label=_("Value in đồng"), required=False, help_text=_("Expected now; corrected at completion."))
    revision = RevisionField(required=False)

    def __init__(
        self,
        *args: Any,
        grassroots: GrassrootsUnion,
        union: Union,
        year: int,
        work: Work | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = work.campaign_id if work else None
        self.fields["campaign"].queryset = campaigns_to_choose(self.user, union, grassroots, year, chosen)


class CorrectWorkForm(WorkForm):
    """The year is typed, since it may be wrong."""

    year = YearField(label=_("Year"))
    completed_on = DateField(
        label=_("Completed on"), required=False, help_text=_("Leave empty if the work is not completed after all.")
    )
    plaque_text = TidyCharField(label=_("Words on the plaque"), max_length=300, required=False)
    plaque_on = DateField(
        label=_("Plaque fixed on"), required=False, help_text=_("Leave words and day empty if there is no plaque.")
    )

    field_order = ["name", "kind", "campaign", "year", "value", "completed_on", "plaque_text", "plaque_on"]

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, work=work, **kwargs)
        unused = set() if work.plaque_on else {"plaque_text", "plaque_on"}
        unused |= set() if work.completed_on else {"completed_on"}
        for name in unused if may_finish_work(self.user, work) else FINISHING:
            del self.fields[name]


class CompletionForm(ScopedForm):
    completed_on = DateField(label=_("Completed on"), initial=timezone.localdate)
    value = DongField(label=_("Value in đồng"), help_text=_("Whole đồng, for example 1.520.000."))
    revision = RevisionField(required=False)


class PlaqueForm(ScopedForm):
    plaque_text = TidyCharField(
        label=_("Words on the plaque"),
        max_length=300,
        help_text=_("As they stand on it, for example “Công trình chào mừng …”."),
    )
    plaque_on = DateField(label=_("Plaque fixed on"), initial=timezone.localdate)
    revision = RevisionField(required=False)
