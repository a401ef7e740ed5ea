"""Addresses of the acts at a session's desk."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.acts import ceremony_views, part_views, views


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(before, views.acts, name="acts"),
        path(f"{before}add/", views.act_add, name="act_add"),
        path(f"{before}ceremony/", ceremony_views.ceremony, name="ceremony"),
        path(f"{before}<id:pk>/", views.act, name="act"),
        path(f"{before}<id:pk>/edit/", views.act_edit, name="act_edit"),
        path(f"{before}<id:pk>/sign/", views.act_sign, name="act_sign"),
        path(f"{before}<id:pk>/denounce/", views.act_denounce, name="act_denounce"),
        path(f"{before}<id:pk>/back/", views.act_back, name="act_back"),
        path(f"{before}<id:pk>/signing/", ceremony_views.act_signing, name="act_signing"),
        path(f"{before}<id:pk>/signing/move/", ceremony_views.signing_move, name="signing_move"),
        path(f"{before}<id:pk>/names/<slug:part>/add/", part_views.part_add, name="act_part_add"),
        path(f"{before}<id:pk>/names/<slug:part>/<id:row>/", part_views.part_edit, name="act_part"),
        path(f"{before}<id:pk>/names/<slug:part>/<id:row>/move/", part_views.part_move, name="act_part_move"),
    ]
