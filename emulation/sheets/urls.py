from django.urls import path

from emulation.sheets.views.drafting import (
    SheetCollectives,
    SheetCopy,
    SheetCreate,
    SheetEdit,
    SheetHolders,
    SheetPeople,
)
from emulation.sheets.views.listing import SheetPaste
from emulation.sheets.views.pages import SheetList, SheetPage

urlpatterns = [
    path("registrations/sheets/", SheetList.as_view(), name="sheets"),
    path("registrations/sheets/new/", SheetCreate.as_view(), name="sheet-create"),
    path("registrations/sheets/<int:pk>/", SheetPage.as_view(), name="sheet"),
    path("registrations/sheets/<int:pk>/edit/", SheetEdit.as_view(), name="sheet-edit"),
    path("registrations/sheets/<int:pk>/paste/", SheetPaste.as_view(), name="sheet-paste"),
    path("registrations/sheets/<int:pk>/people/", SheetPeople.as_view(), name="sheet-people"),
    path("registrations/sheets/<int:pk>/collectives/", SheetCollectives.as_view(), name="sheet-collectives"),
    path("registrations/sheets/<int:pk>/copy/", SheetCopy.as_view(), name="sheet-copy"),
    path("registrations/sheets/<int:pk>/holders/", SheetHolders.as_view(), name="sheet-holders"),
]
