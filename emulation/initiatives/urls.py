from django.urls import path

from emulation.initiatives.views.entering import InitiativeCreate, InitiativeEdit
from emulation.initiatives.views.pages import (
    InitiativeList,
    InitiativePage,
    InitiativesConfirm,
    initiative_document,
)
from emulation.initiatives.views.progress import InitiativeApply, InitiativeMove, InitiativeRecognise

urlpatterns = [
    path("initiatives/", InitiativeList.as_view(), name="initiatives"),
    path("initiatives/new/", InitiativeCreate.as_view(), name="initiative-create"),
    path("initiatives/confirm/", InitiativesConfirm.as_view(), name="initiatives-confirm"),
    path("initiatives/<int:pk>/", InitiativePage.as_view(), name="initiative"),
    path("initiatives/<int:pk>/edit/", InitiativeEdit.as_view(), name="initiative-edit"),
    path("initiatives/<int:pk>/apply/", InitiativeApply.as_view(), name="initiative-apply"),
    path("initiatives/<int:pk>/recognise/", InitiativeRecognise.as_view(), name="initiative-recognise"),
    path("initiatives/<int:pk>/document/", initiative_document, name="initiative-document"),
    path("initiatives/<int:pk>/move/<slug:move>/", InitiativeMove.as_view(), name="initiative-move"),
]
