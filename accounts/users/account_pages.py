from typing import Any

from accounts.users.forms import ReasonForm
from accounts.users.models import User
from core.views import ObjectFormPage
from unions.access import is_administrator


class AccountFormPage(ObjectFormPage):
    """Something an administrator does to an account, with a reason that its owner reads."""

    model = User
    form_class = ReasonForm

    def may(self, user: Any) -> bool:
        return is_administrator(user)
