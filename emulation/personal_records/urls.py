from django.urls import path

from emulation.personal_records import views

urlpatterns = [
    path("disciplines/", views.DisciplineList.as_view(), name="disciplines"),
    path("disciplines/<int:pk>/", views.DisciplinePage.as_view(), name="discipline"),
    path("disciplines/<int:pk>/edit/", views.DisciplineEdit.as_view(), name="discipline-edit"),
    path("people/<int:pk>/disciplines/new/", views.DisciplineCreate.as_view(), name="discipline-create"),
    path("leaves/", views.LeaveList.as_view(), name="leaves"),
    path("leaves/<int:pk>/", views.LeavePage.as_view(), name="leave"),
    path("leaves/<int:pk>/edit/", views.LeaveEdit.as_view(), name="leave-edit"),
    path("people/<int:pk>/leaves/new/", views.LeaveCreate.as_view(), name="leave-create"),
    path("yearly-grades/", views.YearlyGradeList.as_view(), name="yearly-grades"),
    path("yearly-grades/<int:pk>/", views.YearlyGradePage.as_view(), name="yearly-grade"),
    path("yearly-grades/<int:pk>/edit/", views.YearlyGradeEdit.as_view(), name="yearly-grade-edit"),
    path("people/<int:pk>/yearly-grades/new/", views.YearlyGradeCreate.as_view(), name="yearly-grade-create"),
    path("transfer-remarks/", views.TransferRemarkList.as_view(), name="transfer-remarks"),
    path("transfer-remarks/<int:pk>/", views.TransferRemarkPage.as_view(), name="transfer-remark"),
    path("transfer-remarks/<int:pk>/edit/", views.TransferRemarkEdit.as_view(), name="transfer-remark-edit"),
    path(
        "people/<int:pk>/transfer-remarks/new/", views.TransferRemarkCreate.as_view(), name="transfer-remark-create"
    ),
]
