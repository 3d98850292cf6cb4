from unions.dismissals import urls as dismissals
from unions.duplicates import urls as duplicates
from unions.imports import urls as imports
from unions.people import urls as people
from unions.tree import urls as tree
from unions.units import urls as units

app_name = "unions"
urlpatterns = [
    *units.urlpatterns,
    *people.urlpatterns,
    *duplicates.urlpatterns,
    *imports.urlpatterns,
    *tree.urlpatterns,
    *dismissals.urlpatterns,
]
