from django.urls import path

from emulation.views import initiatives, works

urlpatterns = [
    path("initiatives/", initiatives.InitiativeList.as_view(), name="initiatives"),
    path("initiatives/new/", initiatives.InitiativeCreate.as_view(), name="initiative-create"),
    path("initiatives/<int:pk>/", initiatives.InitiativePage.as_view(), name="initiative"),
    path("initiatives/<int:pk>/edit/", initiatives.InitiativeEdit.as_view(), name="initiative-edit"),
    path("initiatives/<int:pk>/apply/", initiatives.InitiativeApply.as_view(), name="initiative-apply"),
    path("initiatives/<int:pk>/recognise/", initiatives.InitiativeRecognise.as_view(), name="initiative-recognise"),
    path("initiatives/<int:pk>/document/", initiatives.initiative_document, name="initiative-document"),
    path("initiatives/<int:pk>/move/<slug:move>/", initiatives.InitiativeMove.as_view(), name="initiative-move"),
    path("works/", works.WorkList.as_view(), name="works"),
    path("works/new/", works.WorkCreate.as_view(), name="work-create"),
    path("works/<int:pk>/", works.WorkPage.as_view(), name="work"),
    path("works/<int:pk>/edit/", works.WorkEdit.as_view(), name="work-edit"),
    path("works/<int:pk>/complete/", works.WorkComplete.as_view(), name="work-complete"),
    path("works/<int:pk>/plaque/", works.WorkPlaque.as_view(), name="work-plaque"),
]
