from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.audit_labels import label_for
from core.models import AuditEntry
from core.next_step import with_next_step
from core.workflow import Words


def say_done(
    request: HttpRequest, entries: Sequence[AuditEntry], about: object = None, unchanged: Words = ""
) -> None:
    """Tell the last entry about `about`, unless the view has spoken; `unchanged` without entries."""
    said: Any = messages.get_messages(request)
    if said.added_new:
        return
    if entries:
        entry = next((each for each in reversed(entries) if is_about(each, about)), entries[-1])
        done = _("You %(action)s.") % {"action": label_for(entry.act)}
        messages.success(request, with_next_step(done, request.user, about))
    elif unchanged:
        messages.info(request, str(unchanged))


def is_about(entry: AuditEntry, obj: object) -> bool:
    return isinstance(obj, Model) and obj.pk == entry.object_id and entry.content_type.model_class() is type(obj)
