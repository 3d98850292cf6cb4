from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.council.models import Council, CouncilSeat
from awards.nominations.models import Nomination
from awards.sessions.choices import Presence
from awards.sessions.models import Attendance, Session
from core.forms import DateField, GroupedIntegerField, RevisionField, ScopedForm, TidyCharField, YearField
from core.pickers.fields import PickManyField

COUNTS = {
    "ballots_issued": _("Ballots issued"),
    "ballots_returned": _("Ballots returned"),
    "ballots_valid": _("Valid ballots"),
    "ballots_invalid": _("Invalid ballots"),
    "ballots_for": _("Ballots in favour"),
    "written_for": _("Written opinions in favour"),
}
MAX_BALLOTS = 999


def conclusions_field() -> forms.CharField:
    return forms.CharField(
        label=_("Conclusions"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("They are printed in the minutes."),
    )


class SessionForm(ScopedForm):
    council = forms.ModelChoiceField(queryset=Council.objects.all(), label=_("Council"), empty_label=None)
    name = TidyCharField(label=_("Name of the session"), max_length=200)
    year = YearField(label=_("Emulation year"))
    held_on = DateField(label=_("Held on"))
    place = TidyCharField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["council"]
        choices.queryset = choices.queryset.filter(pk__in=councils)


class EditSessionForm(ScopedForm):
    name = TidyCharField(label=_("Name of the session"), max_length=200)
    year = YearField(label=_("Emulation year"))
    held_on = DateField(label=_("Held on"), help_text=_("The thresholds of the votes follow this day."))
    place = TidyCharField(label=_("Place"), max_length=200, required=False)
    conclusions = conclusions_field()
    revision = RevisionField()


class NominationChoices(PickManyField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Nomination.objects.none(), offers_all=True, **kwargs)

    def label_from_instance(self, obj: Nomination) -> str:
        return f"{obj} ({obj.grassroots})"


class AgendaForm(ScopedForm):
    nominations = NominationChoices(label=_("Checked nominations"))

    def __init__(self, *args: Any, choices: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choices


class AttendanceForm(ScopedForm):
    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(session.council.seats.all())
        known = {row.seat_id: row for row in session.attendances.all()}
        for seat in self.seats:
            noted = known.get(seat.pk, Attendance(presence=Presence.PRESENT))
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=seat.full_name, choices=Presence.choices, initial=noted.presence, widget=forms.RadioSelect
            )
            self.fields[f"reason_{seat.pk}"] = TidyCharField(
                label=_("Reason of absence of %(name)s") % {"name": seat.full_name},
                initial=noted.absence_reason,
                max_length=200,
                required=False,
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"seat_{seat.pk}"], self[f"reason_{seat.pk}"]) for seat in self.seats]

    def presences(self) -> dict[CouncilSeat, str]:
        return {seat: self.cleaned_data[f"seat_{seat.pk}"] for seat in self.seats}

    def absence_reasons(self) -> dict[CouncilSeat, str]:
        return {seat: self.cleaned_data[f"reason_{seat.pk}"] for seat in self.seats}


class TallyForm(ScopedForm):
    def __init__(self, *args: Any, written: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in COUNTS.items():
            self.fields[name] = GroupedIntegerField(label=label, min_value=0, max_value=MAX_BALLOTS)
        if not written:
            del self.fields["written_for"]


class CloseForm(ScopedForm):
    conclusions = conclusions_field()
