from django.urls import path

from unions.people.views import CorrectEmployment, CorrectPerson, NewEmployment, NewPerson, PersonList, PersonPage

urlpatterns = [
    path("units/<int:pk>/people/new/", NewPerson.as_view(), name="person-new"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<int:pk>/", PersonPage.as_view(), name="person"),
    path("people/<int:pk>/edit/", CorrectPerson.as_view(), name="person-edit"),
    path("people/<int:pk>/employments/new/", NewEmployment.as_view(), name="employment-new"),
    path("employments/<int:pk>/", CorrectEmployment.as_view(), name="employment-edit"),
]
