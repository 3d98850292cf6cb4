from django.urls import path

from unions.imports.views.lists import ImportList
from unions.imports.views.pages import ImportDetail, remarks
from unions.imports.views.taking_back import TakeBackImport
from unions.imports.views.uploading import (
    NameColumns,
    PeopleUpload,
    UnionUpload,
    UnitUpload,
    people_blank,
    union_blank,
    unit_blank,
)

urlpatterns = [
    path("units/<int:pk>/people/import/", PeopleUpload.as_view(), name="import-people"),
    path("units/<int:pk>/people/import/blank/", people_blank, name="import-people-blank"),
    path("units/<int:pk>/import/<slug:kind>/", UnitUpload.as_view(), name="import-unit"),
    path("units/<int:pk>/import/<slug:kind>/blank/", unit_blank, name="import-unit-blank"),
    path("unions/<int:pk>/import/<slug:kind>/", UnionUpload.as_view(), name="import-union"),
    path("unions/<int:pk>/import/<slug:kind>/blank/", union_blank, name="import-union-blank"),
    path("imports/", ImportList.as_view(), name="imports"),
    path("imports/<int:pk>/", ImportDetail.as_view(), name="import"),
    path("imports/<int:pk>/columns/", NameColumns.as_view(), name="import-columns"),
    path("imports/<int:pk>/take-back/", TakeBackImport.as_view(), name="import-take-back"),
    path("imports/<int:pk>/remarks/", remarks, name="import-remarks"),
]
