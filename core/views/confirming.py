"""With scripts confirm.js asks in a dialog instead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render, resolve_url

from core.workflow import Words

ANSWER = "confirmed"


@dataclass(frozen=True)
class Question:
    """`words` ask and say what cannot be undone."""

    words: Words
    label: Words
    is_danger: bool = False


def ask_first(
    request: HttpRequest, question: Question, back: str, action: Callable[[], Any] | None = None
) -> HttpResponse | None:
    """Return the page that asks and posts again, None after a yes.

    The `action` is tried and rolled back, so that a refusal raises before the question.
    """
    if request.POST.get(ANSWER) == "yes":
        return None
    if action:
        with transaction.atomic():
            action()
            transaction.set_rollback(True)
    return question_page(request, question, back, request.POST)


def question_page(request: HttpRequest, question: Question, back: str, posted: QueryDict) -> HttpResponse:
    heading, mark, text = str(question.words).partition("?")
    context = {
        "heading": heading + mark,
        "text": text.strip(),
        "items": [reason for reason in posted.getlist("reason") if reason.strip()],
        "posted": [*posted_values(posted), (ANSWER, "yes")],
        "submit_label": question.label,
        "danger": question.is_danger,
        "cancel_url": resolve_url(back),
        "here": resolve_url(back),
    }
    return render(request, "generic/confirm.html", context)


def posted_values(posted: QueryDict) -> list[tuple[str, str]]:
    names = posted.keys() - {"csrfmiddlewaretoken"}
    return [(name, value) for name in sorted(names) for value in posted.getlist(name)]
