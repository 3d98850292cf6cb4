from copy import deepcopy
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, GroupedIntegerField, RevisionField, ScopedForm, TidyCharField
from core.uploads import PhotographUpload, ScanUpload
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import (
    ANSWERED,
    LAUNCH,
    REPORT,
    is_local_chair,
    local_launch_objections,
    remark_objection,
)
from unions.units.selectors import headcount_in


class OnBehalfForm(ScopedForm):
    """The officer says who told it and why; the chair of the unit is not asked."""

    informant = TidyCharField(
        label=_("Who told you"),
        max_length=150,
        help_text=_("Name and post at the unit; by phone or on paper."),
    )
    reason = TidyCharField(label=_("Why you enter it for the unit"), max_length=300)

    def __init__(self, *args: Any, rollout: Rollout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {name: self.fields.pop(name) for name in ("informant", "reason")}
        if not is_local_chair(self.user, rollout):
            self.fields.update(asked)


class ReceiptForm(OnBehalfForm):
    acknowledged_on = DateField(label=_("Received on"), initial=timezone.localdate)


class LaunchForm(OnBehalfForm):
    launched_on = DateField(label=_("Launched at the unit on"), initial=timezone.localdate)
    participants = GroupedIntegerField(label=_("How many took part"), min_value=1, max_value=1_000_000)
    women = GroupedIntegerField(label=_("Of whom women"), min_value=0, max_value=1_000_000, required=False)
    content = forms.CharField(
        label=_("The unit's own content and targets"),
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("A few lines: what the unit itself aims at in the campaign."),
    )
    remark = TidyCharField(
        label=_("Why more took part than the unit has"),
        max_length=300,
        required=False,
        help_text=_("Only where guests, seasonal workers or others took part."),
    )
    photo = PhotographUpload(label=_("Photograph of the launch"), required=False)
    document = ScanUpload(label=_("Signed paper"), required=False)

    def __init__(self, *args: Any, rollout: Rollout, **kwargs: Any) -> None:
        super().__init__(*args, rollout=rollout, **kwargs)
        self.campaign_launched_on = rollout.campaign.launched_on
        self.headcount = headcount_in(rollout.grassroots_id, rollout.campaign.year)

    def clean(self) -> dict[str, Any]:
        # The service checks the same rule; the form checks it too so that all errors show at once.
        values = {name: self.cleaned_data.get(name) for name in ("launched_on", "participants", "women")}
        errors = local_launch_objections(
            **values,
            content=self.cleaned_data.get("content", ""),
            campaign_launched_on=self.campaign_launched_on,
            today=timezone.localdate(),
        )
        remark = self.cleaned_data.get("remark", "")
        if objection := remark_objection(values["participants"], values["women"], remark, self.headcount):
            errors["remark"] = objection
        for name, message in errors.items():
            if name not in self.errors and not (name == "women" and "participants" in self.errors):
                self.add_error(name, message)
        return self.cleaned_data


class CampaignResultForm(OnBehalfForm):
    result = forms.CharField(
        label=_("Result"),
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What came of it at your unit, with the numbers you have."),
    )
    own_figures = forms.CharField(
        label=_("The unit's own figures"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What the portal does not count, one a line."),
    )
    report_document = ScanUpload(label=_("Signed report"), required=False)
    reported_on = DateField(label=_("Reported on"), initial=timezone.localdate)


class CorrectAnswerForm(CampaignResultForm, LaunchForm):
    acknowledged_on = DateField(label=_("Received on"))
    reason = TidyCharField(label=_("Reason"), max_length=300, help_text=_("The people concerned will read it."))
    revision = RevisionField()

    field_order = ["acknowledged_on", *LAUNCH, *REPORT, "reason"]

    def __init__(self, *args: Any, rollout: Rollout, **kwargs: Any) -> None:
        super().__init__(*args, rollout=rollout, **kwargs)
        self.fields["reason"] = deepcopy(self.base_fields["reason"])
        answered = {*ANSWERED.get(rollout.state, ()), "reason", "revision"}
        for name in self.fields.keys() - answered:
            del self.fields[name]
        self.order_fields(self.field_order)
        self.fields["reason"].required = not is_local_chair(self.user, rollout)

    def clean(self) -> dict[str, Any]:
        return super().clean() if "launched_on" in self.fields else self.cleaned_data
