from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.generic import View

from core.actor import SignedInRequest
from core.views import DetailPage, MoveView, ObjectFormPage
from core.workflow import MoveNotAllowed
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState
from unions.duplicates.filters import DuplicateCandidateFilter
from unions.duplicates.forms import ConfirmMergeForm, MergePeopleForm
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.rules import may_compare_candidate, may_search_duplicates, merged_facts
from unions.duplicates.selectors.candidates import candidates_for_list, count_open_candidates, with_posts
from unions.duplicates.selectors.merging import rows_to_move
from unions.duplicates.services.candidates import mark_distinct, reopen, start_search
from unions.duplicates.services.merging import merge_people, person_facts
from unions.duplicates.tables import DuplicateCandidateTable
from unions.duplicates.views.comparison import (
    RowsByPerson,
    compared_counts,
    compared_facts,
    initial_choices,
    merge_form_kwargs,
    merged_fact_rows,
    remaining_row_notes,
    rows_by_person,
    shortened_post_notes,
    unused_number_notes,
    visible_posts,
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
    counted = ngettext_lazy("%(shown)s pair in the list", "%(shown)s pairs in the list", "count")
    empty_title = gettext_lazy("Nobody seems to be here twice")
    empty_text = gettext_lazy("People of one name who may be one person are listed here as soon as they are entered.")

    def get_queryset(self) -> QuerySet[DuplicateCandidate]:
        return candidates_for_list(self.request.user)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"user": self.request.user}

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

    def get_queryset(self) -> QuerySet[DuplicateCandidate]:
        return with_posts(self.request.user, super().get_queryset().select_related("first", "second"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidate, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        rows = rows_by_person(candidate)
        may_merge = "merge" in context["page_moves"]
        return context | {
            "facts": compared_facts(user, candidate),
            "posts": [visible_posts(person) for person in candidate.people],
            "kinds": compared_counts(candidate, rows),
            "form": self._merge_form(rows) if may_merge else None,
        }

    def _merge_form(self, rows: RowsByPerson) -> MergePeopleForm:
        initial = initial_choices(self.object, rows)
        return MergePeopleForm(initial=initial, **merge_form_kwargs(self.request.user, self.object))


class MergeDuplicate(ObjectFormPage):
    """GET previews the choices of the query; POST merges."""

    model = DuplicateCandidate
    form_class = ConfirmMergeForm
    template_name = "unions/duplicate_merge.html"
    heading = gettext_lazy("What the merge will do")

    def rows(self) -> QuerySet[DuplicateCandidate]:
        return with_posts(self.request.user, DuplicateCandidate.objects.for_table())

    def may(self, user: PortalUser) -> bool:
        move = "undo" if self.object.state == CandidateState.SAME else "merge"
        return DUPLICATE_CANDIDATE.move(move).who(user, self.object)

    def check(self) -> None:
        if self.object.state != CandidateState.OPEN:
            message = _("These two records have been decided on already: %(state)s.")
            raise MoveNotAllowed(message, {"state": self.object.get_state_display()})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | merge_form_kwargs(self.request.user, self.object)

    def get_initial(self) -> dict[str, Any]:
        choices = self.chosen().cleaned_data
        return choices | {f"revision_{person.pk}": person.revision for person in self.object.people}

    def chosen(self) -> MergePeopleForm:
        proposed = initial_choices(self.object, rows_by_person(self.object))
        typed = {name: value for name, value in self.request.GET.items() if value}
        form = self._merge_form(proposed | typed)
        # An invalid query string shows the proposed choices.
        if not form.is_valid():
            form = self._merge_form(proposed)
            form.is_valid()
        return form

    def _merge_form(self, choices: dict[str, Any]) -> MergePeopleForm:
        return MergePeopleForm(data=choices, **merge_form_kwargs(self.request.user, self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen()
        kept, gone = chosen.kept, chosen.gone
        moving = rows_to_move(gone, kept)
        kept_after, gone_after = merged_facts(person_facts(kept), person_facts(gone), chosen.taken)
        return super().get_context_data(
            kept=kept,
            gone=gone,
            facts=merged_fact_rows(self.request.user, self.object, kept_after),
            moving=[(rows.kind, rows.moving_count) for rows in moving if rows.moving_count],
            notes=[
                *shortened_post_notes(gone, kept),
                *remaining_row_notes(moving),
                *(unused_number_notes(gone_after) if may_compare_candidate(self.request.user, self.object) else []),
            ],
            **kwargs,
        )

    def act(self, form: ConfirmMergeForm) -> Model:
        merge = merge_people(
            actor=self.request.user,
            candidate=self.object,
            keep=form.cleaned_data["keep"],
            take=form.taken,
            expected_revisions=form.expected_revisions,
        )
        messages.success(self.request, _("The two records of %(person)s are one now.") % {"person": merge.kept})
        return merge.kept

    def show_again(self, form: ConfirmMergeForm, status: int) -> HttpResponse:
        # The hidden fields cannot be corrected, so the page gives the reasons and a link back.
        reasons = [message for errors in form.errors.values() for message in errors]
        context = {"reasons": reasons, "back": self.cancel_url()}
        return render(self.request, "generic/refused.html", context, status=status)


class MoveDuplicate(MoveView):
    model = DuplicateCandidate
    workflow = DUPLICATE_CANDIDATE
    moves = {"different": mark_distinct, "reopen": reopen}
