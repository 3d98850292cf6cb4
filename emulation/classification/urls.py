from django.urls import path

from emulation.classification.views import (
    ClassificationCreate,
    ClassificationEdit,
    ClassificationList,
    ClassificationPage,
)

urlpatterns = [
    path("classifications/", ClassificationList.as_view(), name="classifications"),
    path("classifications/new/", ClassificationCreate.as_view(), name="classification-create"),
    path("classifications/<int:pk>/", ClassificationPage.as_view(), name="classification"),
    path("classifications/<int:pk>/edit/", ClassificationEdit.as_view(), name="classification-edit"),
]
