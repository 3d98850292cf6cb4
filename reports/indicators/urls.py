from django.urls import path

from reports.indicators.views import FigurePage, Overview, RemarkPage, choose_union

urlpatterns = [
    path("reports/", choose_union, name="entrance"),
    path("reports/unions/<int:union>/", Overview.as_view(), name="overview"),
    path("reports/unions/<int:union>/figures/<slug:name>/", FigurePage.as_view(), name="figure"),
    path("reports/unions/<int:union>/figures/<slug:name>/remark/", RemarkPage.as_view(), name="figure-remark"),
]
