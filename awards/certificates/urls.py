from django.urls import path

from awards.certificates.views import certificate_picture, certificates_document

urlpatterns = [
    path("decisions/<int:pk>/certificates/", certificates_document, name="decision-certificates"),
    path("decisions/<int:pk>/certificates.png", certificate_picture, name="decision-certificate-picture"),
]
