from django.urls import path

from awards.received.views import ReceivedAwardCreate, ReceivedAwardList, ReceivedAwardPage

urlpatterns = [
    path("received-awards/", ReceivedAwardList.as_view(), name="received-awards"),
    path("received-awards/new/", ReceivedAwardCreate.as_view(), name="received-award-create"),
    path("received-awards/<int:pk>/", ReceivedAwardPage.as_view(), name="received-award"),
]
