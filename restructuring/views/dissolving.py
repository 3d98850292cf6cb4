from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy

from restructuring.forms.dissolving import DissolveForm
from restructuring.services.dissolving import dissolve_union
from unions.tree.selectors import remaining_on
from unions.tree.views.actions import AdministratorPage


class DissolveUnion(AdministratorPage):
    form_class = DissolveForm
    template_name = "restructuring/union_dissolve.html"
    heading = gettext_lazy("Dissolve the union")
    submit_label = gettext_lazy("Dissolve the union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        remaining = remaining_on(self.union, timezone.localdate())
        return super().get_context_data(left=remaining, **kwargs)

    def act(self, form: DissolveForm) -> Model:
        return dissolve_union(actor=self.request.user, union=self.union, on=form.cleaned_data["on"])
