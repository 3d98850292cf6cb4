from django.urls import path

from unions.duplicates.views.candidates import (
    DuplicateList,
    DuplicatePage,
    MergeDuplicate,
    MoveDuplicate,
    SearchDuplicates,
)
from unions.duplicates.views.merges import MergePage, UndoMerge
from unions.duplicates.views.proposing import ProposePair

urlpatterns = [
    path("people/duplicates/", DuplicateList.as_view(), name="duplicates"),
    path("people/duplicates/search/", SearchDuplicates.as_view(), name="duplicates-search"),
    path("people/duplicates/<int:pk>/", DuplicatePage.as_view(), name="duplicate"),
    path("people/duplicates/<int:pk>/merge/", MergeDuplicate.as_view(), name="duplicate-merge"),
    path("people/duplicates/<int:pk>/<slug:move>/", MoveDuplicate.as_view(), name="duplicate-move"),
    path("people/merges/<int:pk>/", MergePage.as_view(), name="person-merge"),
    path("people/merges/<int:pk>/undo/", UndoMerge.as_view(), name="person-merge-undo"),
    path("people/<int:pk>/twice/", ProposePair.as_view(), name="person-twice"),
]
