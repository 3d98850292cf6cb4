from django.urls import path

from emulation.unit_matters import views

urlpatterns = [
    path("unit-matters/", views.MatterList.as_view(), name="unit-matters"),
    path("unit-matters/<int:pk>/", views.MatterPage.as_view(), name="unit-matter"),
    path("unit-matters/<int:pk>/edit/", views.MatterEdit.as_view(), name="unit-matter-edit"),
    path("units/<int:pk>/matters/new/", views.MatterCreate.as_view(), name="unit-matter-create"),
]
