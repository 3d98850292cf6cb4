from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.forms import DateField, ReasonForm, RevisionField, ScopedForm, TidyCharField
from core.pickers.fields import PickManyField
from core.text import format_number
from core.uploads import ScanUpload
from emulation.campaigns.models import Campaign
from emulation.classification.choices import Grade
from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from emulation.registrations.forms import MOST_AT_ONCE, WorkersField
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.answering import CheckedRow
from emulation.sheets.selectors.queue import officers_of
from emulation.sheets.selectors.titles import Kinds, titles_for
from emulation.sheets.services.answering import RowAnswer
from emulation.sheets.services.drafting import DraftRow
from unions.access import RoleKind
from unions.imports.forms import UploadForm
from unions.people.models import Employment
from unions.units.models import Team

AIMED = [("", _("None"))] + [(grade.value, grade.label) for grade in Grade if grade != Grade.NOT_RATED]


class SheetListForm(UploadForm):
    """Rows are pasted more often than brought as a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pasted"].label = _("Paste from Excel")
        self.fields["file"].label = _("Or choose a file")


class AimForm(ScopedForm):
    grade_aimed = forms.ChoiceField(label=_("Grade the unit aims at"), choices=AIMED, required=False)
    revision = RevisionField(required=False)


class NewSheetForm(AimForm):
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), empty_label=_("Choose a campaign")
    )
    field_order = ["campaign", "grade_aimed"]

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns
        if campaigns.count() == 1:
            self.fields["campaign"].initial = campaigns.get().pk
            self.fields["campaign"].widget = forms.HiddenInput()


class TitleForm(ScopedForm):
    """The titles that the campaign offers to the unit for one of `kinds`."""

    kinds: Kinds = ("for_person",)
    title = TitleChoiceField(Title.objects.none(), label=_("Title"), empty_label=_("Choose a title"))

    def __init__(self, *args: Any, sheet: RegistrationSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.fields["title"].queryset = titles_for(sheet, self.kinds)
        self.fields["title"].name_for(sheet.union_id, sheet.year)


class PeopleForm(TitleForm):
    people = WorkersField(Employment.objects.none(), label=_("Whom"), offers_all=True, shows_first=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Employment.objects.filter(grassroots=self.sheet.grassroots_id).open_ended()
        self.fields["people"].queryset = posts.select_related("person").order_by("person__sort_key", "person", "pk")

    def clean_people(self) -> Any:
        posts = self.cleaned_data["people"]
        if posts.count() > MOST_AT_ONCE:
            message = _("At most %(count)s at once; please choose some of them.")
            raise ValidationError(message, params={"count": format_number(MOST_AT_ONCE)})
        return posts

    def rows(self) -> list[DraftRow]:
        return [DraftRow(self.cleaned_data["title"], person=post.person) for post in self.cleaned_data["people"]]


class CollectivesForm(TitleForm):
    kinds = ("for_collective", "for_grassroots", "for_enterprise")
    teams = PickManyField(Team.objects.none(), label=_("Teams"), offers_all=True, shows_first=True, required=False)
    unit = forms.BooleanField(label=_("The unit itself"), required=False)
    employer = forms.BooleanField(label=_("The employer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.filter(grassroots=self.sheet.grassroots_id)
        if not self.sheet.grassroots.enterprise_id:
            del self.fields["employer"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.rows():
            raise ValidationError(_("Choose whom you register."))
        return data

    def rows(self) -> list[DraftRow]:
        data, title = self.cleaned_data, self.cleaned_data["title"]
        rows = [DraftRow(title, team=team) for team in data.get("teams") or ()]
        rows += [DraftRow(title)] if data.get("unit") else []
        enterprise = self.sheet.grassroots.enterprise if data.get("employer") else None
        return rows + ([DraftRow(title, enterprise=enterprise)] if enterprise else [])


class HoldersForm(TitleForm):
    """Whoever had one title last year is registered for another, or for the same."""

    held = TitleChoiceField(Title.objects.none(), label=_("Held last year"), empty_label=_("Choose a title"))
    field_order = ["held", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held"].queryset = Title.objects.filter(for_person=True, is_active=True)
        self.fields["held"].name_for(self.sheet.union_id, self.sheet.year)
        self.fields["title"].label = _("Register them for")


class LateForm(ReasonForm):
    received_on = DateField(label=_("Received by the federation on"), initial=timezone.localdate)
    field_order = ["received_on", "reason"]


class ScanForm(ScopedForm):
    scan = ScanUpload(label=_("Signed and stamped sheet"))


class LawDayForm(forms.Form):
    law_day = DateField(label=_("Judge by the law of another day"))


class AssignForm(ScopedForm):
    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Who checks"), empty_label=_("Nobody yet"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers_of(self.user.access.unions_where({RoleKind.OFFICER}))
        self.fields["officer"].initial = self.user.pk


LATER, ACCEPT, RETURN = "", "accept", "return"
ANSWERS = [(LATER, _("Later")), (ACCEPT, _("Accept")), (RETURN, _("Return"))]
LONGEST_REASON = 1000


class Line(NamedTuple):
    checked: CheckedRow
    answer: forms.BoundField
    reason: forms.BoundField


@dataclass(frozen=True)
class UnknownGroup:
    """Rows of which the same is not known."""

    words: tuple[str, ...]
    lines: list[Line]

    @property
    def keys(self) -> str:
        return ",".join(str(line.checked.row.pk) for line in self.lines)


@dataclass(frozen=True)
class RowGroups:
    looked_at: list[Line]  # with those whose reason was refused
    unknown: list[UnknownGroup]
    clear: list[Line]

    @property
    def together(self) -> int:
        """How many may be accepted in one step."""
        return len(self.clear) + sum(len(group.lines) for group in self.unknown)


def grouped(lines: Iterable[Line]) -> RowGroups:
    looked_at: list[Line] = []
    clear: list[Line] = []
    unknown: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        if line.checked.is_looked_at or line.reason.errors:
            looked_at.append(line)
        elif words := line.checked.unknown:
            unknown.setdefault(words, []).append(line)
        else:
            clear.append(line)
    return RowGroups(looked_at, [UnknownGroup(words, own) for words, own in unknown.items()], clear)


class AnswersForm(ScopedForm):
    """An answer and a reason a row; those against which nothing stands may be accepted together."""

    reason = TidyCharField(
        label=_("One reason for the rows without their own"), max_length=LONGEST_REASON, required=False
    )

    def __init__(self, *args: Any, rows: Sequence[CheckedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for checked in rows:
            key, name = checked.row.pk, {"name": checked.row}
            self.fields[f"answer_{key}"] = forms.ChoiceField(
                label=gettext("Answer to %(name)s") % name, choices=ANSWERS, required=False
            )
            self.fields[f"reason_{key}"] = TidyCharField(
                label=gettext("Reason for %(name)s") % name,
                max_length=LONGEST_REASON,
                required=False,
                widget=forms.TextInput({"placeholder": _("Reason")}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for answer in self.answers():
            if answer.move == RETURN and not answer.reason:
                self.add_error(f"reason_{answer.row}", gettext("Please say why; the unit corrects it by that."))
        return data

    def answers_others(self) -> bool:
        """Whether an answer is to a row that waits no longer."""
        return any(name.startswith("answer_") and self.data[name] for name in self.data.keys() - self.fields.keys())

    def answers(self) -> list[RowAnswer]:
        return list(self._answers())

    def _answers(self) -> Iterator[RowAnswer]:
        data = self.cleaned_data
        for checked in self.rows:
            key = checked.row.pk
            own = data.get(f"reason_{key}", "")
            needs_none = not checked.is_looked_at and data.get(f"answer_{key}") == ACCEPT
            shared = "" if needs_none else data.get("reason", "")
            if move := data.get(f"answer_{key}"):
                yield RowAnswer(key, move, own or shared)

    @property
    def lines(self) -> list[Line]:
        return [Line(row, self[f"answer_{row.row.pk}"], self[f"reason_{row.row.pk}"]) for row in self.rows]

    @property
    def groups(self) -> RowGroups:
        return grouped(self.lines)

    @property
    def unanswered(self) -> RowGroups:
        answered = {answer.row for answer in self.answers()}
        return grouped([line for line in self.lines if line.checked.row.pk not in answered])
