from django.urls import path

from restructuring.views.dissolving import DissolveUnion
from restructuring.views.reorganisations import (
    ChangeReorganisation,
    ChooseUnits,
    MoveReorganisation,
    NewReorganisation,
    PasteUnits,
    ReorganisationList,
    ReorganisationPage,
    TakeOffList,
)

app_name = "restructuring"
urlpatterns = [
    path("unions/<int:pk>/dissolve/", DissolveUnion.as_view(), name="union-dissolve"),
    path("unions/<int:pk>/reorganisations/new/", NewReorganisation.as_view(), name="reorganisation-new"),
    path("reorganisations/", ReorganisationList.as_view(), name="reorganisations"),
    path("reorganisations/<int:pk>/", ReorganisationPage.as_view(), name="reorganisation"),
    path("reorganisations/<int:pk>/edit/", ChangeReorganisation.as_view(), name="reorganisation-edit"),
    path("reorganisations/<int:pk>/choose/", ChooseUnits.as_view(), name="reorganisation-choose"),
    path("reorganisations/<int:pk>/paste/", PasteUnits.as_view(), name="reorganisation-paste"),
    path("reorganisations/<int:pk>/<slug:move>/", MoveReorganisation.as_view(), name="reorganisation-move"),
    path("reorganisation-lines/<int:pk>/remove/", TakeOffList.as_view(), name="reorganisation-remove"),
]
