from emulation.achievement_reports import urls as achievement_reports
from emulation.campaigns import urls as campaigns
from emulation.classification import urls as classification
from emulation.clusters import urls as clusters
from emulation.contests import urls as contests
from emulation.eligibility import urls as eligibility
from emulation.evidence import urls as evidence
from emulation.initiatives import urls as initiatives
from emulation.monitoring import urls as monitoring
from emulation.personal_records import urls as personal_records
from emulation.registrations import urls as registrations
from emulation.sheets import urls as sheets
from emulation.unit_campaigns import urls as unit_campaigns
from emulation.unit_matters import urls as unit_matters
from emulation.works import urls as works

app_name = "emulation"
urlpatterns = [
    *achievement_reports.urlpatterns,
    *campaigns.urlpatterns,
    *classification.urlpatterns,
    *clusters.urlpatterns,
    *contests.urlpatterns,
    *eligibility.urlpatterns,
    *evidence.urlpatterns,
    *initiatives.urlpatterns,
    *monitoring.urlpatterns,
    *personal_records.urlpatterns,
    *registrations.urlpatterns,
    *sheets.urlpatterns,
    *unit_campaigns.urlpatterns,
    *unit_matters.urlpatterns,
    *works.urlpatterns,
]
