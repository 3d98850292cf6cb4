from awards.certificates import urls as certificates
from awards.council import urls as council
from awards.decisions import urls as decisions
from awards.nominations import urls as nominations
from awards.received import urls as received
from awards.sessions import urls as sessions

app_name = "awards"
urlpatterns = [
    *certificates.urlpatterns,
    *council.urlpatterns,
    *decisions.urlpatterns,
    *nominations.urlpatterns,
    *received.urlpatterns,
    *sessions.urlpatterns,
]
