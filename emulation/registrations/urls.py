from django.urls import path

from emulation.registrations.views.pages import (
    AcceptChosen,
    RegistrationList,
    RegistrationMove,
    RegistrationPage,
    TakeInChosen,
)
from emulation.registrations.views.registering import (
    RegisterMany,
    RegistrationCreate,
    RegistrationEdit,
    submit_all,
)

urlpatterns = [
    path("registrations/", RegistrationList.as_view(), name="registrations"),
    path("registrations/new/", RegistrationCreate.as_view(), name="registration-create"),
    path("registrations/new/many/", RegisterMany.as_view(), name="registration-create-many"),
    path("registrations/submit-all/", submit_all, name="registrations-submit-all"),
    path("registrations/accept/", AcceptChosen.as_view(), name="registrations-accept"),
    path("registrations/take-in/", TakeInChosen.as_view(), name="registrations-take-in"),
    path("registrations/<int:pk>/", RegistrationPage.as_view(), name="registration"),
    path("registrations/<int:pk>/edit/", RegistrationEdit.as_view(), name="registration-edit"),
    path("registrations/<int:pk>/move/<slug:move>/", RegistrationMove.as_view(), name="registration-move"),
]
