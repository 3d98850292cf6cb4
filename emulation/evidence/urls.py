from django.urls import path

from emulation.evidence.views import EvidenceAdd, EvidenceEdit, PaperReceived, evidence_file, evidence_picture

urlpatterns = [
    path("registrations/<int:pk>/evidence/", EvidenceAdd.as_view(), name="evidence-add"),
    path("evidence/<int:pk>/", evidence_file, name="evidence"),
    path("evidence/<int:pk>/picture/", evidence_picture, name="evidence-picture"),
    path("evidence/<int:pk>/edit/", EvidenceEdit.as_view(), name="evidence-edit"),
    path("evidence/<int:pk>/paper/", PaperReceived.as_view(), name="evidence-paper"),
]
