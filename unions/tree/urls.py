from django.urls import path

from unions.tree.views.actions import ChooseLogo, MoveUnion, NewProfile, NewUnion, NewUnionBelow
from unions.tree.views.corrections import CorrectLink, CorrectProfile, CorrectUnion
from unions.tree.views.pages import UnionPage, UnionTree, profile_sample, profile_sample_docx, union_logo

urlpatterns = [
    path("unions/", UnionTree.as_view(), name="union-list"),
    path("unions/new/", NewUnion.as_view(), name="union-new"),
    path("unions/<int:pk>/", UnionPage.as_view(), name="union"),
    path("unions/<int:pk>/edit/", CorrectUnion.as_view(), name="union-edit"),
    path("union-links/<int:pk>/", CorrectLink.as_view(), name="union-link-edit"),
    path("unions/<int:pk>/unions/new/", NewUnionBelow.as_view(), name="union-below-new"),
    path("unions/<int:pk>/profiles/new/", NewProfile.as_view(), name="union-profile-new"),
    path("unions/<int:pk>/move/", MoveUnion.as_view(), name="union-move"),
    path("union-profiles/<int:pk>/edit/", CorrectProfile.as_view(), name="union-profile-edit"),
    path("union-profiles/<int:pk>/logo/", ChooseLogo.as_view(), name="union-profile-logo"),
    path("union-profiles/<int:pk>/paper/<slug:kind>/", profile_sample, name="union-profile-paper"),
    path("union-profiles/<int:pk>/paper/letter.docx", profile_sample_docx, name="union-profile-docx"),
    path("union-logos/<int:pk>/", union_logo, name="union-logo"),
]
