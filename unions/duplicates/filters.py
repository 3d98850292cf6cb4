import django_filters as filters
from django.utils.translation import gettext_lazy as _

from unions.duplicates.choices import CandidateState, MatchReason
from unions.duplicates.models import DuplicateCandidate


class DuplicateCandidateFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        label=_("Conclusion"),
        choices=[(state.value, state.label) for state in (CandidateState.OPEN, CandidateState.DIFFERENT)],
    )
    reason = filters.ChoiceFilter(
        label=_("Reason"), choices=MatchReason.choices, field_name="reasons", lookup_expr="contains"
    )

    class Meta:
        model = DuplicateCandidate
        fields: list[str] = []
