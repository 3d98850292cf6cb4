from django.urls import path

from unions.dismissals.views import DismissPage, take_back

urlpatterns = [
    path("dismissals/<slug:code>/", DismissPage.as_view(), name="dismissals"),
    path("dismissals/<int:pk>/take-back/", take_back, name="dismissal-take-back"),
]
