from django.urls import path

from emulation.classification.views import ClassificationCreate, ClassificationList

urlpatterns = [
    path("classifications/", ClassificationList.as_view(), name="classifications"),
    path("classifications/new/", ClassificationCreate.as_view(), name="classification-create"),
]
