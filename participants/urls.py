"""Addresses of the app, in the order of the menu."""

from django.urls import path

from participants import views
from participants.views import contact, enter, my_data, my_delegates, my_details, my_overview, my_person, spreadsheet

app_name = "participants"
urlpatterns = [
    path("sessions/<session_ref:session_ref>/register/", views.organisation, name="register"),
    path("sessions/<session_ref:session_ref>/register/interests/", views.interests, name="register_interests"),
    path("sessions/<session_ref:session_ref>/register/delegates/", views.delegates, name="register_delegates"),
    path("sessions/<session_ref:session_ref>/register/choices/", views.choices, name="register_choices"),
    path("sessions/<session_ref:session_ref>/register/check/", views.check, name="register_check"),
    path("sessions/<session_ref:session_ref>/register/sent/", views.sent, name="register_sent"),
    path("sessions/<session_ref:session_ref>/register/anew/", views.anew, name="register_anew"),
    path("my/verify/", views.verify, name="verify"),
    path("my/verify/<str:token>/", views.link, name="verify_link"),
    path("my/ask/", enter.my_ask, name="my_ask"),
    path("my/asked/", enter.my_asked, name="my_asked"),
    path("my/link/<str:token>/", enter.my_link, name="my_link"),
    path("my/enter/", enter.my_enter, name="my_enter"),
    path("my/leave/", enter.my_leave, name="my_leave"),
    path("my/", my_overview.my, name="my"),
    path("my/accept/<id:pk>/", my_overview.my_accept, name="my_accept"),
    path("my/clarifications/<id:pk>/", my_overview.my_clarification, name="my_clarification"),
    path("my/spreadsheet/", spreadsheet.my_spreadsheet, name="my_spreadsheet"),
    path("my/spreadsheet/register/", spreadsheet.my_spreadsheet_register, name="my_spreadsheet_register"),
    path("my/spreadsheet/discard/", spreadsheet.my_spreadsheet_discard, name="my_spreadsheet_discard"),
    path("my/spreadsheet/template.xlsx", spreadsheet.my_spreadsheet_template, name="my_spreadsheet_template"),
    path("my/withdraw/", my_overview.my_withdraw, name="my_withdraw"),
    path("my/organisation/", my_details.my_organisation, name="my_organisation"),
    path("my/interests/", my_details.my_interests, name="my_interests"),
    path("my/delegates/add/", my_delegates.my_delegate_add, name="my_delegate_add"),
    path("my/delegates/<id:pk>/", my_delegates.my_delegate, name="my_delegate"),
    path("my/delegates/<id:pk>/replace/", my_delegates.my_delegate_replace, name="my_delegate_replace"),
    path("my/delegates/<id:pk>/release/", my_delegates.my_delegate_release, name="my_delegate_release"),
    path("my/delegates/<id:pk>/choices/", my_delegates.my_delegate_choices, name="my_delegate_choices"),
    path("my/person/", my_person.my_person, name="my_person"),
    path("my/person/accept/", my_person.my_person_accept, name="my_person_accept"),
    path("my/person/conditions/", my_person.my_person_conditions, name="my_person_conditions"),
    path("my/person/details/", my_person.my_person_details, name="my_person_details"),
    path("my/person/choices/", my_person.my_person_choices, name="my_person_choices"),
    path("my/person/withdraw/", my_person.my_person_withdraw, name="my_person_withdraw"),
    path("my/documents/", my_data.my_documents, name="my_documents"),
    path("my/calendar/", my_data.my_calendar, name="my_calendar"),
    path("my/data/", my_data.my_data, name="my_data"),
    path("my/data.json", my_data.my_data_json, name="my_data_json"),
    path("my/erase/", my_data.my_erase, name="my_erase"),
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.contact_sent, name="contact_sent"),
]
