from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.entrance, name="entrance"),
    path("reports/unions/<int:union>/", views.Overview.as_view(), name="overview"),
    path("reports/unions/<int:union>/figures/<slug:name>/", views.FigurePage.as_view(), name="figure"),
    path("reports/unions/<int:union>/figures/<slug:name>/remark/", views.RemarkPage.as_view(), name="figure-remark"),
    path("reports/unions/<int:union>/editions/new/", views.EditionCreate.as_view(), name="edition-create"),
    path("reports/editions/", views.EditionList.as_view(), name="editions"),
    path("reports/editions/<int:pk>/", views.EditionPage.as_view(), name="edition"),
    path("reports/editions/<int:pk>/write/", views.EditionWrite.as_view(), name="edition-write"),
    path("reports/editions/<int:pk>/issue/", views.EditionIssue.as_view(), name="edition-issue"),
    path("reports/editions/<int:pk>/preview/", views.edition_preview, name="edition-preview"),
    path("reports/editions/<int:pk>/file/", views.edition_file, name="edition-file"),
]
