from django.urls import path

from emulation.works.views import (
    WorkComplete,
    WorkCreate,
    WorkEdit,
    WorkList,
    WorkMove,
    WorkPage,
    WorkPlaque,
    WorksConfirm,
)

urlpatterns = [
    path("works/", WorkList.as_view(), name="works"),
    path("works/new/", WorkCreate.as_view(), name="work-create"),
    path("works/confirm/", WorksConfirm.as_view(), name="works-confirm"),
    path("works/<int:pk>/", WorkPage.as_view(), name="work"),
    path("works/<int:pk>/edit/", WorkEdit.as_view(), name="work-edit"),
    path("works/<int:pk>/complete/", WorkComplete.as_view(), name="work-complete"),
    path("works/<int:pk>/move/<slug:move>/", WorkMove.as_view(), name="work-move"),
    path("works/<int:pk>/plaque/", WorkPlaque.as_view(), name="work-plaque"),
]
