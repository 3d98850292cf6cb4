from emulation.urls import contests, initiatives

app_name = "emulation"
urlpatterns = [*initiatives.urlpatterns, *contests.urlpatterns]
