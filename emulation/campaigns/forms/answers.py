from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, GroupedIntegerField, RevisionField, ScopedForm, TidyCharField
from core.uploads import ScanUpload
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import ANSWERED, is_local_chair, local_launch_objections


class LaunchForm(ScopedForm):
    launched_on = DateField(label=_("Launched at the unit on"), initial=timezone.localdate)
    participants = GroupedIntegerField(label=_("How many took part"), min_value=1, max_value=1_000_000)
    women = GroupedIntegerField(label=_("Of whom women"), min_value=0, max_value=1_000_000, required=False)
    content = forms.CharField(
        label=_("The unit's own content and targets"),
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("A few lines: what the unit itself aims at in the campaign."),
    )
    document = ScanUpload(label=_("Signed paper"), required=False)

    def __init__(self, *args: Any, rollout: Rollout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign_launched_on = rollout.campaign.launched_on

    def clean(self) -> dict[str, Any]:
        # The service checks the same rule; the form checks it too so that all errors show at once.
        values = {name: self.cleaned_data.get(name) for name in ("launched_on", "participants", "women")}
        errors = local_launch_objections(
            **values,
            content=self.cleaned_data.get("content", ""),
            campaign_launched_on=self.campaign_launched_on,
            today=timezone.localdate(),
        )
        for name, message in errors.items():
            if name not in self.errors and not (name == "women" and "participants" in self.errors):
                self.add_error(name, message)
        return self.cleaned_data


class CampaignResultForm(ScopedForm):
    result = forms.CharField(
        label=_("Result"),
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What came of it at your unit, with the numbers you have."),
    )
    reported_on = DateField(label=_("Reported on"), initial=timezone.localdate)


class CorrectAnswerForm(CampaignResultForm, LaunchForm):
    acknowledged_on = DateField(label=_("Received on"))
    reason = TidyCharField(label=_("Reason"), max_length=300, help_text=_("The people concerned will read it."))
    revision = RevisionField()

    field_order = ["acknowledged_on", *LaunchForm.base_fields, "result", "reported_on", "reason"]

    def __init__(self, *args: Any, rollout: Rollout, **kwargs: Any) -> None:
        super().__init__(*args, rollout=rollout, **kwargs)
        answered = {*ANSWERED.get(rollout.state, ()), "reason", "revision"}
        for name in self.fields.keys() - answered:
            del self.fields[name]
        self.fields["reason"].required = not is_local_chair(self.user, rollout)

    def clean(self) -> dict[str, Any]:
        return super().clean() if "launched_on" in self.fields else self.cleaned_data
