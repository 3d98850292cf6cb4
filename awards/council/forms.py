from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from awards.council.choices import SeatPost
from core.forms import DateField, RevisionField, ScopedForm, TidyCharField, WholeNumberField
from core.pickers.fields import PickField
from unions.tree.models import Union

ACCOUNT_HELP = _("With it the chair and the secretary open, count and close the sessions.")


class AccountField(PickField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), required=False, **kwargs)


class CouncilForm(ScopedForm):
    name = TidyCharField(label=_("Name of the council"), max_length=200)
    valid_from = DateField(label=_("In office from"))


class CouncilCreateForm(CouncilForm):
    """No session is held without these two members; others are added later."""

    union = forms.ModelChoiceField(Union.objects.all(), label=_("Federation"), empty_label=None)
    chair_name = TidyCharField(label=_("Chair of the council"), max_length=100)
    chair_user = AccountField(label=_("Account of the chair"), help_text=ACCOUNT_HELP)
    secretary_name = TidyCharField(label=_("Secretary of the council"), max_length=100)
    secretary_user = AccountField(label=_("Account of the secretary"), help_text=ACCOUNT_HELP)

    field_order = ["union", "name", "valid_from"]

    def __init__(self, *args: Any, unions: QuerySet[Union], accounts: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions
        if len(unions) == 1:
            self.fields["union"].initial = unions[0]
            self.fields["union"].widget = forms.HiddenInput()
        for name in ("chair_user", "secretary_user"):
            self.fields[name].queryset = accounts


class CouncilEditForm(CouncilForm):
    valid_to = DateField(label=_("In office until"), required=False)
    revision = RevisionField()


class SeatForm(ScopedForm):
    full_name = TidyCharField(label=_("Full name"), max_length=100)
    post = forms.ChoiceField(label=_("Post"), choices=SeatPost.choices, initial=SeatPost.MEMBER)
    user = AccountField(label=_("Account"), help_text=ACCOUNT_HELP)
    position = WholeNumberField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("The minutes name the members so.")
    )
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, accounts: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = accounts
