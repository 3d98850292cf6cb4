from django.urls import path

from emulation.views import registering, registrations

urlpatterns = [
    path("registrations/", registrations.RegistrationList.as_view(), name="registrations"),
    path("registrations/new/", registering.RegistrationCreate.as_view(), name="registration-create"),
    path("registrations/new/many/", registering.RegisterMany.as_view(), name="registration-create-many"),
    path("registrations/submit-all/", registering.submit_all, name="registrations-submit-all"),
    path("registrations/accept/", registering.accept_chosen, name="registrations-accept"),
    path("registrations/<int:pk>/", registrations.RegistrationPage.as_view(), name="registration"),
    path("registrations/<int:pk>/edit/", registering.RegistrationEdit.as_view(), name="registration-edit"),
    path(
        "registrations/<int:pk>/move/<slug:move>/",
        registrations.RegistrationMove.as_view(),
        name="registration-move",
    ),
]
