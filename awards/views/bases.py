"""Forms about one thing: unseen is 404, seen but not one's own to do is 403, no longer possible is 409."""

from abc import abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core.scoping import get_visible_or_404
from core.views import FormPage, refused


class ObjectForm(FormPage):
    """A form of one deed about one visible object."""

    model: type[Model]
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows: Any = self.model._default_manager.all()
        self.object = get_visible_or_404(rows, request.user, pk=kwargs["pk"])
        if not self.may(request.user):
            raise PermissionDenied
        if request.method == "GET" and not self.is_open():
            late = ValidationError(_("This is no longer possible. Please look at the page again."), code="stale")
            return refused(request, late, self.cancel_url())
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def may(self, user: Any) -> bool:
        """Whether the deed is this person's to do."""

    def is_open(self) -> bool:
        """Whether the object is in a state in which the deed makes sense; the service asks again."""
        return True

    def cancel_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)


class OfficeForm(FormPage):
    """A form that enters something new for the federations whose office the person holds."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def may(self, user: Any) -> bool:
        """Whether the deed is this person's to do."""
