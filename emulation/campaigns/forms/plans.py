from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, RowsField, ScopedModelForm, TidyCharField
from core.working_year import this_year
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import CORRECTABLE, WORDS
from emulation.law.forms import TitleRowsField
from emulation.law.models import Title
from unions.access import RoleKind
from unions.tree.models import Union
from unions.units.models import Sector
from unions.units.selectors import home_union_id

PERIODS = ("period_start", "period_end", "registration_opens", "registration_closes")
DAYS = (*PERIODS, "launched_on", "closed_on", "summed_up_on")


class CampaignForm(ScopedModelForm):
    union = forms.ModelChoiceField(Union.objects.all(), label=_("Union"))
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
    contents = forms.CharField(
        label=_("Contents"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 6})
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
            "is_school_year",
            "period_start",
            "period_end",
            "registration_opens",
            "registration_closes",
            "occasions",
            "co_organisers",
            "contents",
            "launched_on",
            "closed_on",
            "summed_up_on",
        ]
        field_classes = {
            **dict.fromkeys(("name", "theme", "occasions"), TidyCharField),
            **dict.fromkeys(DAYS, DateField),
        }
        help_texts = {
            "theme": _("As it is printed, without quotation marks."),
            "registration_closes": _("The last day on which units can submit by themselves."),
            "occasions": _("What the campaign celebrates, if anything."),
        }

    groups = [
        (_("The campaign"), ["union", "name", "kind", "mode", "theme"]),
        (_("When"), ["is_school_year", "period_start", "period_end", "registration_opens", "registration_closes"]),
        (_("The plan on paper"), ["occasions", "co_organisers", "contents"]),
        (_("For whom and for what"), ["sectors", "titles"]),
        (_("What happened"), ["launched_on", "closed_on", "summed_up_on", "reason"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Union.objects.filter(pk__in=self.user.access.unions_where({RoleKind.OFFICER}))
        choices: dict[str, Any] = self.fields
        choices["sectors"].queryset = Sector.objects.filter(union__in=offices)
        titles = choices["titles"]
        titles.name_for(self.instance.union_id or home_union_id(self.user), self.instance.year or this_year())
        titles.choices = grouped_titles(titles.queryset, titles.label_from_instance)
        self.leave_what_is_open()
        if self.instance.pk or len(offices) == 1:
            self.only_union = self.instance.union if self.instance.pk else offices[0]
            del self.fields["union"]
        else:
            choices["union"].queryset = offices

    def leave_what_is_open(self) -> None:
        """Keep the fields that the state allows; a reason is given from the launch on."""
        is_draft = self.instance.state == CampaignState.DRAFT
        always = {"union", "revision"} if is_draft else {"union", "revision", "reason"}
        for name in self.fields.keys() - CORRECTABLE.get(self.instance.state, WORDS) - always:
            del self.fields[name]
        for name in self.fields.keys() & {"launched_on", "closed_on", "summed_up_on"}:
            self.fields[name].required = True
        if not is_draft and "titles" not in self.fields:
            self.fields["reason"].help_text = ""
        elif not is_draft:
            self.fields["titles"].help_text = _("What was offered to the units stays; more may be added.")
            self.fields["sectors"].help_text = _("The units that received the plan keep it; more may be added.")

    def facts(self) -> dict[str, Any]:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"union", "revision", "reason"}
        }

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
