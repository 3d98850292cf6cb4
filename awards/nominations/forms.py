from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from core.forms import RevisionField, ScopedForm, TidyCharField, YearField
from core.pickers.fields import PickManyField
from core.working_year import this_year
from emulation.initiatives.models import Initiative
from emulation.law.choices import SubjectKind
from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from emulation.registrations.forms import SubjectField, groups_of
from emulation.registrations.models import Registration
from unions.units.models import GrassrootsUnion

ACHIEVEMENT_HELP = _("As it will be printed on the certificate; three lines at most.")


def achievement_field() -> TidyCharField:
    return TidyCharField(
        label=_("Achievement"), max_length=300, help_text=ACHIEVEMENT_HELP, widget=forms.Textarea({"rows": 3})
    )


def reason_field() -> TidyCharField:
    return TidyCharField(
        label=_("Why it was not registered"),
        max_length=300,
        help_text=_("For example an unexpected achievement, or somebody who came during the year."),
    )


class NominateForm(ScopedForm):
    # All registrations chosen are of one unit and share the achievement.
    registrations = PickManyField(
        Registration.objects.none(), label=_("Registrations"), offers_all=True, shows_first=True
    )
    achievement = achievement_field()

    def __init__(self, *args: Any, choices: QuerySet[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registrations"].queryset = choices


class RecipientForm(ScopedForm):
    title = TitleChoiceField(Title.objects.none(), label=_("Title or form"), empty_label=_("Choose a title"))
    whom = SubjectField(label=_("Whom to honour"))
    achievement = achievement_field()

    def __init__(self, *args: Any, grassroots: GrassrootsUnion, titles: QuerySet[Title], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].queryset = titles
        self.fields["title"].name_for(grassroots.responsible_union_id, this_year())
        self.fields["whom"].make_groups = partial(groups_of, self.user, grassroots, titles)

    @property
    def recipient(self) -> dict[str, Any]:
        """Keyword arguments of the services."""
        subject = self.fields["whom"].subjects[self.cleaned_data["whom"]]
        thing = None if subject.kind == SubjectKind.GRASSROOTS else subject.thing
        chosen = {name: self.cleaned_data[name] for name in ("title", "achievement")}
        return {**chosen, "grassroots": subject.grassroots, "subject_kind": subject.kind, "subject": thing}


class NominateUnregisteredForm(RecipientForm):
    reason = reason_field()
    year = YearField(label=_("Emulation year"))


class NominationForm(ScopedForm):
    achievement = achievement_field()
    initiatives = PickManyField(
        queryset=Initiative.objects.not_struck(), label=_("Initiatives it rests on"), required=False
    )
    unregistered_reason = reason_field()
    revision = RevisionField()

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if nomination.registration_id:
            del self.fields["unregistered_reason"]
        choices: Any = self.fields["initiatives"]
        choices.queryset = choices.queryset.filter(grassroots=nomination.grassroots_id, year=nomination.year)
        if not choices.queryset.exists():
            del self.fields["initiatives"]
