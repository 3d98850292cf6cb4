from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from core.pickers.fields import PickManyField
from core.uploads import ScanUpload
from emulation.clusters.models import ClusterYear
from emulation.clusters.selectors import units_in, units_to_put_in, units_to_sign
from unions.units.models import Cluster, GrassrootsUnion

MAX_LENGTH = 10_000
ONE_A_LINE = gettext_lazy("One a line; the paper numbers them.")


class ClusterForm(ScopedForm):
    name = TidyCharField(
        label=gettext_lazy("Name of the cluster"),
        max_length=100,
        help_text=gettext_lazy("As it is printed on its pact, such as “Cụm thi đua số 2”."),
    )


class RenameClusterForm(ClusterForm):
    revision = RevisionField()


class UnitChoices(PickManyField):
    def label_from_instance(self, obj: GrassrootsUnion) -> str:
        return _("%(unit)s (now in %(cluster)s)") % {"unit": obj, "cluster": obj.cluster} if obj.cluster else str(obj)


class ClusterUnitsForm(ScopedForm):
    units = UnitChoices(
        GrassrootsUnion.objects.none(),
        label=gettext_lazy("Units that come into the cluster"),
        error_messages={"required": gettext_lazy("Please choose at least one unit.")},
    )

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units_to_put_in(cluster)


class LeadForm(ScopedForm):
    lead = forms.ModelChoiceField(GrassrootsUnion.objects.none(), label=gettext_lazy("Lead of the year"))
    since = DateField(
        label=gettext_lazy("Leads from"),
        help_text=gettext_lazy("The role of an earlier lead of this year ends the day before."),
    )

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = units_in(cluster)


class PactForm(ScopedForm):
    basis = TidyCharField(
        label=gettext_lazy("What the pact is based on"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The plan of the federation with its number and date."),
    )
    contents = forms.CharField(
        label=gettext_lazy("What the units promise each other"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=ONE_A_LINE,
    )
    targets = forms.CharField(
        label=gettext_lazy("Targets"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=ONE_A_LINE,
    )
    revision = RevisionField()


class SignPactForm(ScopedForm):
    units = PickManyField(
        GrassrootsUnion.objects.none(),
        label=gettext_lazy("Units that signed"),
        offers_all=True,
        error_messages={"required": gettext_lazy("Please choose at least one unit.")},
    )
    signed_on = DateField(label=gettext_lazy("Signed on"))

    def __init__(self, *args: Any, pact: ClusterYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units_to_sign(pact)


class PactScanForm(ScopedForm):
    pact_scan = ScanUpload(label=gettext_lazy("Signed paper"))


class CorrectSignatureForm(ScopedForm):
    unit_name = TidyCharField(
        label=gettext_lazy("Unit"), max_length=200, help_text=gettext_lazy("As it stands on the paper.")
    )
    signatory = TidyCharField(label=gettext_lazy("Who signed"), max_length=100, required=False)
    signed_on = DateField(label=gettext_lazy("Signed on"))
    revision = RevisionField()
