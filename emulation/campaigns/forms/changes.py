from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, ScopedForm, TidyCharField
from core.pickers.fields import PickField
from core.text import short_date
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.deadlines import closing_days
from unions.units.models import GrassrootsUnion, Sector

READ_BY_UNITS = _("The units read it with the change.")


class WithdrawForm(ScopedForm):
    reason = TidyCharField(label=_("Reason"), max_length=300, help_text=READ_BY_UNITS)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ChangeForm(ScopedForm):
    """Without a sector or a unit for every unit that received the plan."""

    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), required=False, empty_label=_("All sectors")
    )
    grassroots = PickField(
        GrassrootsUnion.objects.all(),
        label=_("Only this unit"),
        required=False,
        help_text=_("Leave it empty for every unit. Other units do not see what one unit alone is told."),
    )
    reason = TidyCharField(label=_("Reason"), max_length=300, help_text=READ_BY_UNITS)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, path in (("sector", "grassroots__sector"), ("grassroots", "grassroots")):
            field = self.fields[name]
            field.queryset = field.queryset.filter(pk__in=campaign.rollouts.values(path))


class ExtensionForm(ChangeForm):
    registration_closes = DateField(label=_("New last day of registration"))

    field_order = ["registration_closes"]

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        days = [f"{name}: {short_date(day)}" if name else short_date(day) for day, name in closing_days(campaign)]
        if days:
            self.fields["registration_closes"].help_text = gettext("At present: %(days)s") % {"days": "; ".join(days)}


class AdditionForm(ChangeForm):
    text = forms.CharField(
        label=_("What is added to the plan"), max_length=10_000, widget=forms.Textarea({"rows": 6})
    )

    field_order = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
