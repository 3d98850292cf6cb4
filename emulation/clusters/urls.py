from django.urls import path

from emulation.clusters.views.clusters import (
    ClusterList,
    ClusterPage,
    NameLead,
    NewCluster,
    PutUnits,
    RenameCluster,
    TakeLeadBack,
    take_unit_out,
)
from emulation.clusters.views.pacts import (
    EditPact,
    FilePact,
    PactPage,
    SignatureEdit,
    SignPact,
    WritePact,
    pact_paper,
    pact_picture,
    scan,
)

urlpatterns = [
    path("unions/<int:pk>/clusters/new/", NewCluster.as_view(), name="cluster-new"),
    path("clusters/", ClusterList.as_view(), name="clusters"),
    path("clusters/<int:pk>/", ClusterPage.as_view(), name="cluster"),
    path("clusters/<int:pk>/edit/", RenameCluster.as_view(), name="cluster-edit"),
    path("clusters/<int:pk>/units/", PutUnits.as_view(), name="cluster-units"),
    path("clusters/<int:pk>/units/<int:unit>/remove/", take_unit_out, name="cluster-unit-remove"),
    path("clusters/<int:pk>/<int:year>/lead/", NameLead.as_view(), name="cluster-lead"),
    path("clusters/<int:pk>/<int:year>/lead/remove/", TakeLeadBack.as_view(), name="cluster-lead-remove"),
    path("clusters/<int:pk>/<int:year>/pact/", WritePact.as_view(), name="pact-write"),
    path("pacts/<int:pk>/", PactPage.as_view(), name="pact"),
    path("pacts/<int:pk>/edit/", EditPact.as_view(), name="pact-edit"),
    path("pacts/<int:pk>/sign/", SignPact.as_view(), name="pact-sign"),
    path("pacts/<int:pk>/file/", FilePact.as_view(), name="pact-file"),
    path("pacts/<int:pk>/scan/", scan, name="pact-scan"),
    path("pacts/<int:pk>/paper/", pact_paper, {"file_format": "pdf"}, name="pact-paper"),
    path("pacts/<int:pk>/paper.docx", pact_paper, {"file_format": "docx"}, name="pact-docx"),
    path("pacts/<int:pk>/paper.png", pact_picture, name="pact-picture"),
    path("pact-signatures/<int:pk>/edit/", SignatureEdit.as_view(), name="pact-signature-edit"),
]
