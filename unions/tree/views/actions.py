from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.body_limits import BodyLimit
from core.dated import DatedQuerySet
from core.views import FormPage, ObjectFormPage, RestrictedFormPage
from unions.access import PortalUser, is_administrator, may_edit_unions_below
from unions.tree.forms import LogoForm, MoveUnionForm, NewProfileForm, UnionForm, WordsForm
from unions.tree.models import Union, UnionProfile
from unions.tree.rules import usual_words
from unions.tree.selectors import changed_words, union_and_above, unions_above, upper_line_below, words_of
from unions.tree.services.entering import check_lives, choose_logo, enter_union, put_under, write_profile
from unions.tree.views.pages import letter_response


class EnterUnion(FormPage):
    form_class = UnionForm
    heading = gettext_lazy("Enter a union")

    @property
    def parent(self) -> Union | None:
        return None

    def act(self, form: UnionForm) -> Model:
        union = enter_union(actor=self.request.user, parent=self.parent, **form.facts())
        message = _("%(union)s has been entered. Please look at how its papers will print.")
        messages.success(self.request, message % {"union": union})
        return union


class NewUnion(EnterUnion, RestrictedFormPage):
    def may(self, user: PortalUser) -> bool:
        return is_administrator(user)

    def cancel_url(self) -> str:
        return reverse("unions:union-list")


class UnionFormPage(ObjectFormPage):
    model: type[Model] = Union

    @property
    def union(self) -> Union:
        return self.object

    def may(self, user: PortalUser) -> bool:
        return may_edit_unions_below(user, unions_above(self.union))

    def check(self) -> None:
        check_lives(self.union)

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.union)

    def cancel_url(self) -> str:
        return self.union.get_absolute_url()


class NewUnionBelow(UnionFormPage, EnterUnion):
    @property
    def parent(self) -> Union:
        return self.union

    def may(self, user: PortalUser) -> bool:
        return may_edit_unions_below(user, union_and_above(self.union))

    @property
    def help(self) -> str:  # type: ignore[override]
        return _("Under %(parent)s") % {"parent": self.union}

    def get_initial(self) -> dict[str, Any]:
        newest = self.union.links_down.select_related("union").order_by("-valid_from", "-pk").first()
        level = {"level": newest.union.level} if newest else {}
        return {"upper_line": upper_line_below(self.union), **level}


class ProfilePage(UnionFormPage):
    template_name = "unions/profile_form.html"

    @property
    @abstractmethod
    def before(self) -> UnionProfile | None: ...  # the profile that this one follows or corrects

    def form_valid(self, form: WordsForm) -> HttpResponse:
        button = self.request.POST.get("button", "")  # two buttons show the result without saving
        if button == "sample":
            return letter_response(form.words())
        if button == "compare":
            before = words_of(self.before) if self.before else {}
            context = self.get_context_data(form=form, changes=changed_words(before, form.words()), compared=True)
            return self.render_to_response(context)
        return super().form_valid(form)


class NewProfile(ProfilePage):
    form_class = NewProfileForm
    heading = gettext_lazy("How it is written on paper from a day on")

    @cached_property
    def before(self) -> UnionProfile | None:
        last: UnionProfile | None = self.union.profiles.order_by("-valid_from").first()
        return last

    def get_initial(self) -> dict[str, Any]:
        if self.before:
            return {**words_of(self.before), "since": timezone.localdate(), "seen": self.before.pk}
        parent = self.union.links_up.open_ended().select_related("parent").first()
        usual = usual_words(self.union.name, upper_line_below(parent.parent if parent else None))
        return {**usual, "since": self.union.founded_on or timezone.localdate(), "seen": 0}

    def act(self, form: NewProfileForm) -> Model:
        write_profile(
            actor=self.request.user,
            union=self.union,
            since=form.cleaned_data["since"],
            expected_profile=form.cleaned_data["seen"],
            **form.words(),
        )
        messages.success(self.request, _("The words are saved; papers of earlier days keep theirs."))
        return self.union


class ProfileFormPage(UnionFormPage):
    model = UnionProfile

    def rows(self) -> DatedQuerySet:
        return UnionProfile.objects.select_related("union", "logo")

    @property
    def union(self) -> Union:
        return self.object.union


class ChooseLogo(ProfileFormPage):
    body_limit = BodyLimit.FILE
    form_class = LogoForm
    template_name = "unions/logo_form.html"
    heading = gettext_lazy("The logo on certificates")

    def act(self, form: LogoForm) -> Model:
        upload, revision = form.cleaned_data["logo"], form.cleaned_data["revision"]
        content = upload.read() if upload else None
        choose_logo(actor=self.request.user, profile=self.object, expected_revision=revision, content=content)
        return self.union


class AdministratorPage(UnionFormPage):
    def may(self, user: PortalUser) -> bool:
        return is_administrator(user)


class MoveUnion(AdministratorPage):
    form_class = MoveUnionForm
    heading = gettext_lazy("Put under another union")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.union}

    def get_initial(self) -> dict[str, Any]:
        last = self.union.links_up.order_by("-valid_from").first()
        return {"seen": last.pk if last else 0, "since": timezone.localdate()}

    def act(self, form: MoveUnionForm) -> Model:
        values = form.cleaned_data
        put_under(
            actor=self.request.user,
            union=self.union,
            parent=values["parent"],
            since=values["since"],
            expected_link=values["seen"],
        )
        return self.union
