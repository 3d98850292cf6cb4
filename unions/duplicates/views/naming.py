"""Two records named by hand as one person's: the other one looked for and chosen."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from core.dated import held_now
from core.editing import EditConflict
from core.scoping import get_visible_or_404
from core.views.actions import UNPROCESSABLE, ObjectFormPage
from unions.access import PortalUser, may_merge_person
from unions.duplicates.forms import FindRecordForm, NameRecordForm
from unions.duplicates.selectors.naming import kept_among, other_records
from unions.duplicates.services.candidates import propose_pair
from unions.people.models import Person
from unions.people.selectors import people_for_list, surviving_record

ROWS = 20


class EnteredTwice(ObjectFormPage):
    """Found by what is asked in the address, chosen by a button in its row."""

    model = Person
    form_class = NameRecordForm
    template_name = "unions/person_twice.html"
    heading = gettext_lazy("Entered twice?")

    def rows(self) -> Any:
        return people_for_list(self.request.user)

    def may(self, user: PortalUser) -> bool:
        return may_merge_person(user, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        return self.render_to_response(context, status=UNPROCESSABLE if context["find"].errors else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET
        find = FindRecordForm(asked or None, user=user)
        said = find.cleaned_data if find.is_valid() else {"q": "", "unit": ""}
        found = other_records(user, self.object, typed=said["q"], unit=said["unit"])
        page = Paginator(found, ROWS).get_page(asked.get("page"))
        kept = kept_among(user, page)
        return super().get_context_data(
            find=find,
            is_asked=any(said.values()),
            page=page,
            own=row_of(self.object, is_kept=True),
            all_kept=len(kept) == len(page),
            found=[row_of(person, is_kept=person.pk in kept) for person in page],
            **kwargs,
        )

    def act(self, form: NameRecordForm) -> Model:
        """A record merged since the list was made is a page overtaken; one out of sight is not there."""
        user, key = self.request.user, form.cleaned_data["other"]
        surviving = surviving_record(key)
        other = get_visible_or_404(Person.objects.all(), user, pk=surviving.pk if surviving else key)
        if surviving:
            raise EditConflict
        return propose_pair(actor=user, one=self.object, other=other)


def row_of(person: Any, *, is_kept: bool) -> dict[str, Any]:
    """What tells namesakes apart; the birth date only of whom the reader keeps."""
    posts = held_now(person.seen_posts)
    return {"person": person, "born": person.birth_date if is_kept else None, "posts": posts, "is_kept": is_kept}
