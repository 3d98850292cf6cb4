from reports.editions import urls as editions
from reports.indicators import urls as indicators

app_name = "reports"
urlpatterns = [
    *editions.urlpatterns,
    *indicators.urlpatterns,
]
