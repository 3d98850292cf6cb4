import django_filters as filters
from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState
from core.pickers.filters import PickFilter
from emulation.initiatives.filters import is_filled
from emulation.works.choices import WorkKind
from emulation.works.models import Work
from unions.units.filters import visible_units


class WorkFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Confirmation"), choices=ConfirmationState.choices)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=WorkKind.choices)
    grassroots = PickFilter(label=_("Grassroots union"), queryset=visible_units)
    completed = filters.ChoiceFilter(
        label=_("Completion"),
        method="narrow_completed",
        choices=[("yes", _("Completed")), ("no", _("Not yet completed"))],
    )
    plaque = filters.ChoiceFilter(
        label=_("Plaque"),
        method="narrow_plaque",
        choices=[("yes", _("With a plaque")), ("no", _("Without a plaque"))],
    )

    class Meta:
        model = Work
        fields: list[str] = []

    narrow_completed = is_filled("completed_on")
    narrow_plaque = is_filled("plaque_on")
