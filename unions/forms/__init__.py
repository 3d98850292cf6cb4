"""What people type about the organisation, one module for each part of it."""

from unions.forms.organisation import (
    AppointForm,
    EndRoleForm,
    EnterpriseForm,
    HeadcountForm,
    NewPersonForm,
    OwnPasswordForm,
    PersonFields,
    PersonForm,
    SignInForm,
    TeamForm,
    UnitForm,
    narrow,
)

__all__ = [
    "AppointForm",
    "EndRoleForm",
    "EnterpriseForm",
    "HeadcountForm",
    "NewPersonForm",
    "OwnPasswordForm",
    "PersonFields",
    "PersonForm",
    "SignInForm",
    "TeamForm",
    "UnitForm",
    "narrow",
]
