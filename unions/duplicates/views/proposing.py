from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from core.editing import EditConflict
from core.scoping import get_visible_or_404
from core.views.actions import UNPROCESSABLE, ObjectFormPage
from unions.access import PortalUser, may_merge_person
from unions.duplicates.forms import FindRecordForm, ProposePairForm
from unions.duplicates.selectors.proposing import comparable_ids, mergeable_ids, other_records
from unions.duplicates.services.candidates import propose_pair
from unions.people.models import Person, PersonQuerySet
from unions.people.posts import NO_POSTS, PersonPosts, posts_of_people
from unions.people.rules import short_birth
from unions.people.selectors import surviving_record

ROWS_PER_PAGE = 20


class ProposePair(ObjectFormPage):
    """GET searches for the other record; POST chooses it."""

    model = Person
    form_class = ProposePairForm
    template_name = "unions/person_twice.html"
    heading = gettext_lazy("Entered twice?")

    def rows(self) -> PersonQuerySet:
        people: PersonQuerySet = Person.objects.visible_to(self.request.user)
        return people

    def may(self, user: PortalUser) -> bool:
        return may_merge_person(user, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        return self.render_to_response(context, status=UNPROCESSABLE if context["find"].errors else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, query = self.request.user, self.request.GET
        find = FindRecordForm(query or None, user=user)
        search = find.cleaned_data if find.is_valid() else {"q": "", "unit": ""}
        records = other_records(user, self.object, typed=search["q"], unit=search["unit"])
        page = Paginator(records, ROWS_PER_PAGE).get_page(query.get("page"))
        mergeable, readable = mergeable_ids(user, page), comparable_ids(user, [self.object, *page])
        posts = posts_of_people(user, [self.object, *page])
        return super().get_context_data(
            find=find,
            is_asked=any(search.values()),
            page=page,
            own=record_row(self.object, posts, is_kept=True, is_read=self.object.pk in readable),
            all_kept=len(mergeable) == len(page),
            found=[
                record_row(person, posts, is_kept=person.pk in mergeable, is_read=person.pk in readable)
                for person in page
            ],
            **kwargs,
        )

    def act(self, form: ProposePairForm) -> Model:
        user, key = self.request.user, form.cleaned_data["other"]
        surviving = surviving_record(key)
        other = get_visible_or_404(Person.objects.all(), user, pk=surviving.pk if surviving else key)
        if surviving:  # the record was merged after the page was shown
            raise EditConflict
        return propose_pair(actor=user, one=self.object, other=other)


def record_row(person: Person, posts: dict[int, PersonPosts], *, is_kept: bool, is_read: bool) -> dict[str, Any]:
    return {
        "person": person,
        # The birth date is personal data.
        "born": short_birth(person.born) if is_read else "",
        "posts": posts.get(person.pk, NO_POSTS).seen,
        "is_kept": is_kept,
    }
