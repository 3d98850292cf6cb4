from django.urls import path

from awards.council.views import CouncilCreate, CouncilEdit, CouncilList, CouncilPage, SeatCreate, SeatEdit

urlpatterns = [
    path("councils/", CouncilList.as_view(), name="councils"),
    path("councils/new/", CouncilCreate.as_view(), name="council-create"),
    path("councils/<int:pk>/", CouncilPage.as_view(), name="council"),
    path("councils/<int:pk>/edit/", CouncilEdit.as_view(), name="council-edit"),
    path("councils/<int:pk>/seats/new/", SeatCreate.as_view(), name="council-seat-create"),
    path("council-seats/<int:pk>/edit/", SeatEdit.as_view(), name="council-seat-edit"),
]
