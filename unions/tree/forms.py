from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, ScopedModelForm, TidyCharField, WholeNumberField
from core.pickers.fields import PickField
from core.uploads import PictureUpload
from unions.tree.choices import Level
from unions.tree.models import Union, UnionProfile
from unions.tree.selectors import PROFILE_FIELDS

LATEST = _("The first day on which it holds; papers of earlier days keep what they have.")


class UnionForm(ScopedForm):
    # Only the words that cannot be guessed. `usual_words` fills the others, which can be corrected later.
    name = TidyCharField(label=_("Name in full"), max_length=200)
    code = forms.SlugField(
        label=_("Code"),
        max_length=30,
        help_text=_("Letters without marks, digits and hyphens. It names the union in lists and commands, for ever."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    since = DateField(label=_("Founded on"), initial=timezone.localdate, help_text=_("The day of the decision."))
    symbol = TidyCharField(
        label=_("Symbol of its papers"), max_length=20, help_text=_("What stands after the hyphen of a number.")
    )
    place = TidyCharField(label=_("Place name before the date"), max_length=60)
    level_word = TidyCharField(
        label=_("Word for the level"),
        max_length=30,
        required=False,
        help_text=_("In small letters, as sentences of its papers say it."),
    )
    upper_line = TidyCharField(
        label=_("First header line"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is that of its neighbours."),
    )

    WORDS = ("symbol", "place", "level_word", "upper_line")
    groups = [(_("The union"), ["name", "code", "level", "since"]), (_("Its papers"), list(WORDS))]

    def facts(self) -> dict[str, Any]:
        # the arguments of `enter_union`
        values = self.cleaned_data
        return {
            **{name: values[name] for name in ("name", "code", "level", "since")},
            "words": {name: values[name] for name in self.WORDS},
        }


class WordsForm(ScopedModelForm):
    class Meta:
        model = UnionProfile
        fields = PROFILE_FIELDS
        field_classes = {name: TidyCharField for name in PROFILE_FIELDS if name != "prints_kt_line"}
        help_texts = {
            "level_word": _("In small letters, as sentences of its papers say it."),
            "upper_line": _("In capitals; empty at the top of the tree."),
            "issuer_line": _("In capitals, printed bold."),
            "symbol": _("What stands after the hyphen of a number."),
            "body": _("In capitals, as a decision names who decides."),
            "certificate_body": _("In capitals and red on the certificate."),
            "capacity_line": _("In capitals, such as TM. BAN THƯỜNG VỤ."),
        }

    HEAD = ["name", "level_word", "upper_line", "issuer_line", "symbol", "place"]
    FOOT = ["body", "certificate_body", "capacity_line", "chair_post", "vice_chair_post", "prints_kt_line"]
    groups: list[tuple[str | Promise, list[str]]] = [(_("Name and header"), HEAD), (_("Who decides and signs"), FOOT)]

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}


class NewProfileForm(WordsForm):
    since = DateField(label=_("From"), initial=timezone.localdate, help_text=LATEST)
    seen = WholeNumberField(widget=forms.HiddenInput)  # id of the profile the page was filled from, or 0
    groups = [(_("When"), ["since"]), *WordsForm.groups]


class CorrectProfileForm(WordsForm):
    valid_from = DateField(label=_("From"), help_text=LATEST)
    revision = RevisionField()
    groups = [(_("When"), ["valid_from"]), *WordsForm.groups]


class CorrectUnionForm(ScopedForm):
    """A dated profile hides the name, a living union the day of dissolving."""

    name = TidyCharField(label=_("Name in full"), max_length=200)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    founded_on = DateField(label=_("Founded on"), required=False)
    dissolved_on = DateField(
        label=_("Dissolved on"), help_text=_("The first day on which it is no more; the day before is its last.")
    )
    revision = RevisionField()

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if union.profiles.exists():
            del self.fields["name"]
        if union.dissolved_on is None:
            del self.fields["dissolved_on"]


class CorrectLinkForm(ScopedForm):
    parent = PickField(Union.objects.all(), label=_("Union above"))
    valid_from = DateField(label=_("From"), help_text=_("The day of the decision."))
    revision = RevisionField()

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        field.queryset = field.queryset.exclude(pk=union.pk).order_by("name", "pk")


class LogoForm(ScopedForm):
    logo = PictureUpload(
        label=_("Picture"),
        required=False,
        help_text=_("PNG or JPEG of at most 2 MB, best on a transparent or white ground."),
    )
    none = forms.BooleanField(label=_("These papers carry no logo"), required=False)
    revision = RevisionField()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "logo" in values and bool(values["logo"]) == bool(values.get("none")):
            self.add_error("logo", _("Please choose a picture, or tick that there is none."))
        return values


class MoveUnionForm(ScopedForm):
    parent = PickField(Union.objects.all(), label=_("New union above"))
    since = DateField(label=_("From"), initial=timezone.localdate, help_text=_("The day of the decision."))
    seen = WholeNumberField(widget=forms.HiddenInput)  # id of the link the page showed, or 0

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        field.queryset = field.queryset.filter(dissolved_on__isnull=True).exclude(pk=union.pk).order_by("name", "pk")
