"""Unions entered, written anew, put under another, dissolved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.scoping import get_visible_or_404
from core.views import FormPage, refused
from unions.forms.tree import (
    CorrectProfileForm,
    DissolveForm,
    LogoForm,
    MoveUnionForm,
    NewProfileForm,
    UnionForm,
)
from unions.models import Union, UnionProfile
from unions.rules import is_administrator
from unions.rules.tree import first_words, keeps_unions
from unions.selectors.tree import changed_words, remaining_on, unions_above, upper_line_below, words_of
from unions.selectors.union_papers import LETTER
from unions.services import (
    correct_profile,
    dissolve_union,
    enter_union,
    put_under,
    write_profile,
)
from unions.services.logos import choose_logo
from unions.services.tree import check_lives
from unions.views.tree import sample


class EnterUnion(FormPage):
    form_class = UnionForm
    heading = gettext_lazy("Enter a union")
    parent: Union | None = None

    def act(self, form: UnionForm) -> Model:
        union = enter_union(actor=self.request.user, parent=self.parent, **form.facts())
        said = _("%(union)s has been entered. Please look at how its papers will print.")
        messages.success(self.request, said % {"union": union})
        return union


class NewUnion(EnterUnion):
    """A union at the top of the tree, by the administrator."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def cancel_url(self) -> str:
        return reverse("unions:union-list")


class OfUnion(FormPage):
    """A form about a union in sight, for who keeps it; a dissolved one is read only."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.union = self.find(request, kwargs["pk"])
        if not self.is_allowed():
            raise PermissionDenied
        try:
            check_lives(self.union)
        except ValidationError as ended:
            return refused(request, ended, self.union.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def find(self, request: HttpRequest, pk: int) -> Union:
        union: Union = get_visible_or_404(Union.objects.all(), request.user, pk=pk)
        return union

    def is_allowed(self) -> bool:
        return keeps_unions(self.request.user, unions_above(self.union))

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.union)

    def cancel_url(self) -> str:
        return self.union.get_absolute_url()


class NewUnionBelow(OfUnion, EnterUnion):
    form_class = UnionForm

    def find(self, request: HttpRequest, pk: int) -> Union:
        self.parent = super().find(request, pk)
        return self.parent

    def is_allowed(self) -> bool:
        return keeps_unions(self.request.user, {self.union.pk, *unions_above(self.union)})

    @property
    def help(self) -> str:  # type: ignore[override]
        return _("Under %(parent)s") % {"parent": self.union}

    def get_initial(self) -> dict[str, Any]:
        newest = self.union.links_down.select_related("union").order_by("-valid_from", "-pk").first()
        level = {"level": newest.union.level} if newest else {}
        return {"upper_line": upper_line_below(self.union), **level}


class ProfilePage(OfUnion):
    """Words of a period; before they are saved they can be compared with the old ones, and seen as a paper."""

    template_name = "unions/profile_form.html"
    before: UnionProfile | None = None

    def form_valid(self, form: Any) -> HttpResponse:
        deed = self.request.POST.get("deed", "")
        if deed == "paper":
            return sample(LETTER, form.words(), None)
        if deed == "compare":
            before = words_of(self.before) if self.before else {}
            context = self.get_context_data(form=form, changes=changed_words(before, form.words()), compared=True)
            return self.render_to_response(context)
        return super().form_valid(form)


class NewProfile(ProfilePage):
    form_class = NewProfileForm
    heading = gettext_lazy("How it is written on paper from a day on")

    def find(self, request: HttpRequest, pk: int) -> Union:
        union = super().find(request, pk)
        self.before = union.profiles.order_by("-valid_from").first()
        return union

    def get_initial(self) -> dict[str, Any]:
        if self.before:
            return {**words_of(self.before), "since": timezone.localdate(), "seen": self.before.pk}
        parent = self.union.links_up.open_ended().select_related("parent").first()
        usual = first_words(self.union.name, upper_line_below(parent.parent if parent else None))
        return {**usual, "since": self.union.founded_on or timezone.localdate(), "seen": 0}

    def act(self, form: NewProfileForm) -> Model:
        said = form.cleaned_data
        write_profile(
            actor=self.request.user, union=self.union, since=said["since"], seen=said["seen"], **form.words()
        )
        messages.success(self.request, _("The words are saved; papers of earlier days keep theirs."))
        return self.union


class OfProfile(OfUnion):
    def find(self, request: HttpRequest, pk: int) -> Union:
        rows = UnionProfile.objects.select_related("union", "logo")
        self.before = get_visible_or_404(rows, request.user, pk=pk)
        return self.before.union


class CorrectProfile(OfProfile, ProfilePage):
    form_class = CorrectProfileForm
    heading = gettext_lazy("Correct how it is written on paper")

    def get_initial(self) -> dict[str, Any]:
        return {**words_of(self.before), "revision": self.before.revision}

    def act(self, form: CorrectProfileForm) -> Model:
        seen = form.cleaned_data["revision"]
        correct_profile(actor=self.request.user, profile=self.before, seen=seen, **form.words())
        messages.success(self.request, _("The words are corrected; papers that are signed keep what they say."))
        return self.union


class ChooseLogo(OfProfile):
    form_class = LogoForm
    template_name = "unions/logo_form.html"
    heading = gettext_lazy("The logo on certificates")

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.before.revision}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(profile=self.before, **kwargs)

    def act(self, form: LogoForm) -> Model:
        brought, seen = form.cleaned_data["logo"], form.cleaned_data["revision"]
        content = brought.read() if brought else None
        choose_logo(actor=self.request.user, profile=self.before, seen=seen, content=content)
        return self.union


class ForAdministrator(OfUnion):
    def is_allowed(self) -> bool:
        return is_administrator(self.request.user)


class MoveUnion(ForAdministrator):
    form_class = MoveUnionForm
    heading = gettext_lazy("Put under another union")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.union}

    def get_initial(self) -> dict[str, Any]:
        last = self.union.links_up.order_by("-valid_from").first()
        return {"seen": last.pk if last else 0, "since": timezone.localdate()}

    def act(self, form: MoveUnionForm) -> Model:
        put_under(actor=self.request.user, union=self.union, **form.cleaned_data)
        return self.union


class DissolveUnion(ForAdministrator):
    form_class = DissolveForm
    template_name = "unions/union_dissolve.html"
    heading = gettext_lazy("Dissolve the union")
    submit_label = gettext_lazy("Dissolve the union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = remaining_on(self.union, timezone.localdate())
        return super().get_context_data(union=self.union, left=left, **kwargs)

    def act(self, form: DissolveForm) -> Model:
        return dissolve_union(actor=self.request.user, union=self.union, on=form.cleaned_data["on"])
