from django.urls import path

from unions.people.views import ChangePerson, NewPerson, PersonList, PersonPage

urlpatterns = [
    path("units/<int:pk>/people/new/", NewPerson.as_view(), name="person-new"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<int:pk>/", PersonPage.as_view(), name="person"),
    path("people/<int:pk>/edit/", ChangePerson.as_view(), name="person-edit"),
]
