"""The question before an act that cannot be undone, as a page.

Where scripts run, confirm.js asks it in a dialog and sends the answer along; this page asks everybody else.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from core.workflow import Words

ANSWER = "confirmed"


@dataclass(frozen=True)
class Question:
    """`words` begin with the question and go on with what cannot be undone. `label` names the act on its button."""

    words: Words
    label: Words
    is_danger: bool = False


def ask_first(request: HttpRequest, question: Question, back: str) -> HttpResponse | None:
    """Return the page that asks; None where the answer was yes. The page sends again what was posted."""
    if request.POST.get(ANSWER) == "yes":
        return None
    heading, mark, text = str(question.words).partition("?")
    context = {
        "heading": heading + mark,
        "text": text.strip(),
        "posted": [*posted_values(request), (ANSWER, "yes")],
        "submit_label": question.label,
        "danger": question.is_danger,
        "cancel_url": resolve_url(back),
    }
    return render(request, "generic/confirm.html", context)


def posted_values(request: HttpRequest) -> list[tuple[str, str]]:
    names = request.POST.keys() - {"csrfmiddlewaretoken"}
    return [(name, value) for name in sorted(names) for value in request.POST.getlist(name)]
