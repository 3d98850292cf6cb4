from accounts.users.forms import ReasonForm
from accounts.users.models import User
from core.views import ObjectFormPage
from unions.access import PortalUser, is_administrator


class AccountFormPage(ObjectFormPage):
    """Something an administrator does to an account, with a reason that its owner reads."""

    model = User
    form_class = ReasonForm

    def may(self, user: PortalUser) -> bool:
        return is_administrator(user)
