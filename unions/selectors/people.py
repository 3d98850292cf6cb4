"""Questions about people and their posts."""

from typing import Any

from django.db.models import Prefetch

from unions.models import Employment, Person
from unions.models.people import PersonQuerySet


def people_for_list(user: Any) -> PersonQuerySet:
    """Return the people `user` may see.

    `seen_posts` are their employments in units `user` sees, newest first; `employments` with the unions above are
    fetched for the rule about personal data. The number of queries does not grow with the rows.
    """
    seen = Employment.objects.visible_to(user).select_related("grassroots", "team")
    rows: PersonQuerySet = Person.objects.visible_to(user).prefetch_related(
        Prefetch("employments", seen, to_attr="seen_posts"),
        "employments__grassroots__affiliations",
    )
    return rows


def editable_post(user: Any, person: Person) -> Employment | None:
    """Return the newest open post of `person` in a unit `user` sees."""
    posts = Employment.objects.visible_to(user).filter(person=person).open_ended()
    post: Employment | None = posts.select_related("grassroots", "team").first()
    return post


def posts_of(user: Any, person: Person) -> list[Employment]:
    """Return the posts of `person` in units `user` sees, newest first."""
    return list(Employment.objects.visible_to(user).filter(person=person).select_related("grassroots", "team"))
