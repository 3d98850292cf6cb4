from django.urls import path

from awards.certificates.views import certificates_document

urlpatterns = [
    path("decisions/<int:pk>/certificates/", certificates_document, name="decision-certificates"),
]
