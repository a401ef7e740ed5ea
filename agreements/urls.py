"""Addresses of the app, in the order of the menu."""

from django.urls import path

from agreements.views import (
    act,
    act_texts,
    follow_up,
    implementation,
    my_interests,
    my_projects,
    projects,
    register,
    statistics,
)

app_name = "agreements"
PROJECTS = "sessions/<session_ref:session_ref>/projects/"
urlpatterns = [
    path(PROJECTS, projects.projects, name="projects"),
    path(f"{PROJECTS}<id:pk>/", projects.project, name="project"),
    path(f"{PROJECTS}<id:pk>/documents/<id:file>/", projects.project_file, name="project_file"),
    path("my/projects/", my_projects.my_projects, name="my_projects"),
    path("my/projects/propose/", my_projects.my_project_propose, name="my_project_propose"),
    path("my/projects/<id:pk>/", my_projects.my_project, name="my_project"),
    path("my/projects/<id:pk>/change/", my_projects.my_project_change, name="my_project_change"),
    path("my/projects/<id:pk>/answer/", my_projects.my_project_answer, name="my_project_answer"),
    path("my/projects/<id:pk>/withdraw/", my_projects.my_project_withdraw, name="my_project_withdraw"),
    path("my/projects/<id:pk>/documents/", my_projects.my_project_files, name="my_project_files"),
    path("my/projects/<id:pk>/documents/<id:file>/", my_projects.my_project_file, name="my_project_file"),
    path(
        "my/projects/<id:pk>/documents/<id:file>/remove/",
        my_projects.my_project_file_remove,
        name="my_project_file_remove",
    ),
    path("my/interests/projects/<id:pk>/", my_interests.my_interest, name="my_interest"),
    path("my/interests/<id:pk>/withdraw/", my_interests.my_interest_withdraw, name="my_interest_withdraw"),
    path("my/interests/<id:pk>/", my_interests.my_interest_answer, name="my_interest_answer"),
    path("sessions/<session_ref:ref>/implementation/", implementation.implementation, name="implementation"),
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("follow-up/stop/", follow_up.follow_up_stop, name="follow_up_stop"),
    path("follow-up/link/<str:token>/", follow_up.follow_up_link, name="follow_up_link"),
    path("agreements/", register.agreements, name="agreements"),
    path("agreements/statistics/", statistics.statistics, name="statistics"),
    path("agreements/statistics/<slug:table>.csv", statistics.statistics_table, name="statistics_table"),
    path("agreements/reports/<id:pk>/evidence/", implementation.evidence, name="evidence"),
    path("agreements/<id:pk>/", act.agreement, name="agreement"),
    path("agreements/<id:pk>/file/", act.agreement_file, name="file"),
    path("agreements/<id:pk>/texts/<id:text>/file/", act_texts.text_file, name="text_file"),
]
