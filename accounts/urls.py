"""Addresses of signing in and out, and of one's own account."""

from django.contrib.auth import views as auth_views
from django.urls import path

from accounts.account_views import account, end_one, end_others, password
from accounts.factor_views import remove, renew_codes, set_up
from accounts.invitation_views import invitation, invitation_link
from accounts.passkey_views import add_passkey, begin_adding, begin_using, remove_passkey, use_passkey
from accounts.password_views import NewPasswordView, asked, forgotten
from accounts.views import SignInView, again, code

app_name = "accounts"
urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="login"),
    path("sign-in/code/", code, name="code"),
    path("sign-in/passkey/begin/", begin_using, name="begin_using"),
    path("sign-in/passkey/", use_passkey, name="use_passkey"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
    path("again/", again, name="again"),
    path("", account, name="account"),
    path("password/", password, name="password"),
    path("password/forgotten/", forgotten, name="forgotten"),
    path("password/asked/", asked, name="asked"),
    path("password/new/<str:uidb64>/<str:token>/", NewPasswordView.as_view(), name="new_password"),
    path("second-factor/", set_up, name="second_factor"),
    path("second-factor/codes/", renew_codes, name="renew_codes"),
    path("second-factor/remove/", remove, name="remove_second_factor"),
    path("passkeys/add/", add_passkey, name="add_passkey"),
    path("passkeys/begin/", begin_adding, name="begin_adding"),
    path("passkeys/<id:pk>/remove/", remove_passkey, name="remove_passkey"),
    path("signed-in/others/end/", end_others, name="end_others"),
    path("signed-in/<str:ident>/end/", end_one, name="end_one"),
    path("invitation/", invitation, name="invitation"),
    path("invitation/<str:token>/", invitation_link, name="invitation_link"),
]
