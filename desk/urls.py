"""Addresses of the desk, in the order of its menu."""

from django.urls import path

from desk import (
    clash_views,
    delegation_views,
    exchange_urls,
    file_views,
    people_views,
    programme_views,
    release_views,
    statistics_views,
    table_project_urls,
    table_views,
    translation_views,
    views,
)
from desk.acts import signature_urls, text_urls
from desk.acts import urls as acts_urls
from desk.commitments import urls as commitments_urls
from desk.projects import urls as projects_urls
from desk.protocol import urls as protocol_urls

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("<session_ref:ref>/", views.session, name="session"),
    path("<session_ref:ref>/programme/", programme_views.programme, name="programme"),
    path("<session_ref:ref>/programme/add/", programme_views.programme_add, name="programme_add"),
    path("<session_ref:ref>/programme/undo/", programme_views.programme_undo, name="programme_undo"),
    path("<session_ref:ref>/programme/redo/", programme_views.programme_redo, name="programme_redo"),
    path("<session_ref:ref>/programme/copy-day/", programme_views.programme_copy_day, name="programme_copy_day"),
    path(
        "<session_ref:ref>/programme/copy-session/",
        programme_views.programme_copy_structure,
        name="programme_copy_structure",
    ),
    path("<session_ref:ref>/programme/<id:pk>/", programme_views.programme_line, name="programme_line"),
    path("<session_ref:ref>/programme/<id:pk>/move/", programme_views.programme_move, name="programme_move"),
    path("<session_ref:ref>/programme/<id:pk>/remove/", programme_views.programme_remove, name="programme_remove"),
    path("<session_ref:ref>/clashes/", clash_views.clashes, name="clashes"),
    path("<session_ref:ref>/translations/", translation_views.translations, name="translations"),
    path("<session_ref:ref>/release/", release_views.release, name="release"),
    path("<session_ref:ref>/delegation/", delegation_views.delegation, name="delegation"),
    path("<session_ref:ref>/delegation/changes/", delegation_views.changes, name="changes"),
    path("<session_ref:ref>/tables/", table_views.tables, name="tables"),
    path("<session_ref:ref>/tables/<id:pk>/", table_views.table, name="table"),
    *table_project_urls.patterns("<session_ref:ref>/"),
    *projects_urls.patterns("<session_ref:ref>/projects/"),
    path("<session_ref:ref>/attendance/", views.attendance, name="attendance"),
    path("<session_ref:ref>/attendance/<id:pk>/present/", views.present, name="present"),
    path("<session_ref:ref>/attendance/<id:pk>/undo/", views.undo, name="undo"),
    path("<session_ref:ref>/documents/", views.documents, name="documents"),
    path("<session_ref:ref>/documents/<id:pk>/again/", views.again, name="again"),
    path("<session_ref:ref>/documents/<id:pk>/stop/", views.stop, name="stop"),
    path("<session_ref:ref>/documents/session-file/", file_views.session_file, name="session_file"),
    *exchange_urls.patterns("<session_ref:ref>/exchange/"),
    *acts_urls.patterns("<session_ref:ref>/acts/"),
    *protocol_urls.patterns("<session_ref:ref>/protocol/"),
    *signature_urls.patterns("<session_ref:ref>/acts/"),
    *text_urls.patterns("<session_ref:ref>/acts/"),
    *commitments_urls.patterns("<session_ref:ref>/commitments/", "<session_ref:ref>/acts/"),
    path("<session_ref:ref>/statistics/", statistics_views.statistics, name="statistics"),
    path("<session_ref:ref>/statistics/<slug:table>.csv", statistics_views.statistics_table, name="statistics_table"),
    path("<session_ref:ref>/people/", people_views.people, name="people"),
    path("<session_ref:ref>/people/<id:pk>/invite-again/", people_views.invite_again, name="invite_again"),
    path("<session_ref:ref>/people/<id:pk>/take/", people_views.take, name="take"),
]
