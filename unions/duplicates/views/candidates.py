"""Likely duplicates: the list, two records side by side, the merge foreseen and done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from core.actor import SignedInRequest
from core.text import format_number
from core.views import DetailPage, MoveView, ObjectFormPage
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState
from unions.duplicates.filters import DuplicateCandidateFilter
from unions.duplicates.forms import LABELS, ConfirmMergeForm, MergeForm, said
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import FACTS, may_search_duplicates, settled_facts
from unions.duplicates.selectors.candidates import candidates_for_list, count_open_candidates, with_posts
from unions.duplicates.selectors.merging import related_rows, would_move
from unions.duplicates.services.candidates import mark_distinct, reopen, start_search
from unions.duplicates.services.merging import facts_of, merge_people
from unions.duplicates.tables import DuplicateCandidateTable
from unions.duplicates.views.comparison import (
    choosing,
    compared_facts,
    compared_kinds,
    cut_short_words,
    defaults,
    held_posts,
    number_words,
    staying_words,
)
from unions.duplicates.workflow import DUPLICATE_CANDIDATE
from unions.units.views.lists import OrganisationList


class DuplicateList(OrganisationList):
    tab = "people"
    template_name = "unions/duplicates.html"
    model = DuplicateCandidate
    table_class = DuplicateCandidateTable
    filterset_class = DuplicateCandidateFilter
    heading = gettext_lazy("Likely duplicates")
    empty_title = gettext_lazy("Nobody seems to be here twice")
    empty_text = gettext_lazy("People of one name who may be one person are listed here as soon as they are entered.")

    def get_queryset(self) -> QuerySet[Any]:
        return candidates_for_list(self.request.user)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def count_sentence(self, count: int) -> str:
        said = ngettext("%(count)s pair in the list", "%(count)s pairs in the list", count)
        return said % {"count": format_number(count)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            duplicates=count_open_candidates(user), may_search=may_search_duplicates(user), **kwargs
        )


class SearchDuplicates(View):
    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(start_search(actor=self.request.user).get_absolute_url())


class DuplicatePage(DetailPage):
    model = DuplicateCandidate
    template_name = "unions/duplicate.html"
    workflow = DUPLICATE_CANDIDATE
    move_url_name = "unions:duplicate-move"

    def get_queryset(self) -> Any:
        pairs: Any = super().get_queryset()
        return with_posts(self.request.user, pairs.for_table())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        hanging = {person.pk: related_rows(person) for person in pair.people}
        may_merge = "merge" in context["page_moves"]
        return context | {
            "facts": compared_facts(user, pair),
            "posts": [held_posts(person) for person in pair.people],
            "kinds": compared_kinds(pair, hanging),
            "form": MergeForm(user=user, initial=defaults(pair, hanging), **choosing(pair)) if may_merge else None,
        }


class MergeDuplicate(ObjectFormPage):
    """Looked at by the choice in the address, done by the same choice sent, as long as nobody has decided."""

    model = DuplicateCandidate
    form_class = ConfirmMergeForm
    template_name = "unions/duplicate_merge.html"
    heading = gettext_lazy("What the merge will do")

    def rows(self) -> Any:
        return with_posts(self.request.user, DuplicateCandidate.objects.for_table())

    def may(self, user: PortalUser) -> bool:
        deed = "undo" if self.object.state == CandidateState.SAME else "merge"
        return DUPLICATE_CANDIDATE.move(deed).who(user, self.object)

    def check(self) -> None:
        if self.object.state != CandidateState.OPEN:
            words = _("These two records have been decided on already: %(state)s.")
            raise ValidationError(words, code="stale", params={"state": self.object.get_state_display()})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | choosing(self.object)

    def get_initial(self) -> dict[str, Any]:
        chosen = self.chosen().cleaned_data
        return chosen | {f"revision_{person.pk}": person.revision for person in self.object.people}

    def chosen(self) -> MergeForm:
        """The choice in the address, or what is proposed where there is none."""
        hanging = {person.pk: related_rows(person) for person in self.object.people}
        data = defaults(self.object, hanging) | {name: value for name, value in self.request.GET.items() if value}
        form = MergeForm(data=data, user=self.request.user, **choosing(self.object))
        if not form.is_valid():
            form = MergeForm(data=defaults(self.object, hanging), user=self.request.user, **choosing(self.object))
            form.is_valid()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen()
        kept, gone = chosen.kept, chosen.gone
        moving = would_move(gone, kept)
        after, left = settled_facts(facts_of(kept), facts_of(gone), chosen.taken)
        return super().get_context_data(
            kept=kept,
            gone=gone,
            facts=[(LABELS[name], said(name, after[name])) for name in FACTS],
            moving=[(each.kind, each.moves) for each in moving if each.moves],
            notes=[*cut_short_words(gone, kept), *staying_words(moving), *number_words(left)],
            **kwargs,
        )

    def act(self, form: ConfirmMergeForm) -> Model:
        merge = merge_people(
            actor=self.request.user,
            likeness=self.object,
            keep=form.cleaned_data["keep"],
            take=form.taken,
            expected_revisions=form.seen,
        )
        messages.success(self.request, _("The two records of %(person)s are one now.") % {"person": merge.kept})
        return merge.kept

    def show_again(self, form: Any, status: int) -> HttpResponse:
        """Nothing on this page can be mended: say why and lead back to the two records."""
        reasons = [message for errors in form.errors.values() for message in errors]
        context = {"reasons": reasons, "back": self.cancel_url()}
        return render(self.request, "generic/refused.html", context, status=status)


class MoveDuplicate(MoveView):
    model = DuplicateCandidate
    moves = {"different": mark_distinct, "reopen": reopen}
