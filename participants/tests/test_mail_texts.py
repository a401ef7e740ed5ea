"""Staff's own words for the mails: which placeholders may stand in them, what goes out, and the preview."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation
from post_office.models import Email

from accounts.tests.factories import StaffFactory, UserFactory
from participants import emails, mail_texts
from participants.admin.mail_texts import EDITABLE
from participants.enums import MailKind
from participants.mail_samples import sample_values
from participants.mailing import compose, plain, preview
from participants.models import MailText
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/participants/mailtext/"
LANGUAGES = ("it", "ru", "en")


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def typed(**texts) -> dict[str, str]:
    return {f"{name}_{language}": "" for name in ("subject", "body") for language in LANGUAGES} | texts


def save(client, kind: str, **texts):
    return client.post(f"{LIST}{kind}/change/", typed(**texts))


def errors_of(page) -> dict[str, list[str]]:
    with translation.override("en"):
        return {name: [str(one) for one in found] for name, found in page.context["adminform"].form.errors.items()}


# --- The portal's own words


@pytest.mark.parametrize("kind", EDITABLE)
def test_the_portals_words_hold_only_what_is_allowed_and_needed(kind):
    default = mail_texts.DEFAULTS[kind]
    short = tuple(name for name in default.placeholders if name in mail_texts.SHORT)
    assert mail_texts.unknown_placeholders(str(default.body), default.placeholders) == []
    assert mail_texts.unknown_placeholders(str(default.subject), short) == []
    assert mail_texts.missing_placeholders(str(default.body), kind) == []
    assert set(default.placeholders) <= set(mail_texts.MEANINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EDITABLE)
def test_every_mail_reads_well_in_every_language(kind, language):
    mail = preview(*mail_texts.default_texts(kind, language), sample_values(kind, language), language)
    assert "\n" not in mail["subject"]
    for part in mail.values():
        assert "{" not in part
    assert "\n\n\n" not in mail["text"]
    assert mail["text"].count("\n-- \n") == 1
    assert "style=" in mail["html"]
    assert "<script" not in mail["html"]


# --- One pass


@pytest.mark.parametrize("value", ["{link}", "{{ contact }}", "{contact}", "{% now 'Y' %}", "{organisation}"])
def test_what_a_value_holds_is_never_read_again(value):
    parts = compose(
        "{contact}", "Dear {contact},\n\n{organisation}", {"contact": plain(value), "organisation": plain("X")}
    )
    assert parts["subject"] == value
    assert parts["text"].startswith(f"Dear {value},\n\nX\n")


def test_lists_paragraphs_and_buttons():
    values = sample_values(MailKind.RECEIVED, "en")
    parts = preview("S", "One\n- first {contact}\n- <b>second\n{link}\nlast", values, "en")
    assert "<p>One</p><ul><li>first Anna Bianchi</li><li>&lt;b&gt;second</li></ul><table" in parts["html"]
    assert "</p>\n<p>last</p>" in parts["html"]
    assert "One\n- first Anna Bianchi\n- <b>second\nhttp://127.0.0.1:8000/en/my/link/…\nlast" in parts["text"]


def test_a_value_does_not_complete_the_markup_of_the_text():
    parts = compose("S", "<a href='{contact}'>{contact}</a>", {"contact": plain("' onclick='x")})
    assert "&lt;a href=&#x27;&#x27; onclick=&#x27;x&#x27;&gt;" in parts["html"]


def test_a_subject_is_one_line_of_bearable_length():
    parts = compose("A{contact}", "x", {"contact": plain("\r\nBcc: all@example.com" + "x" * 999)})
    assert "\r" not in parts["subject"]
    assert "\n" not in parts["subject"]
    assert len(parts["subject"]) == 250


# --- Staff's words


def test_staffs_words_go_out_in_their_language_and_the_portals_in_the_others(client, staff):
    answer = save(client, "received", subject_en="Thank you, {contact}", body_en="Hello {contact}\n\n{facts}")
    assert answer.status_code == 302
    for language in ("en", "it"):
        emails.send_received(RegistrationFactory(language=language, contact_name="Anna"))
    english, italian = Email.objects.order_by("pk")
    assert english.subject == "Thank you, Anna"
    assert english.message.startswith("Hello Anna\n\nOrganisation: ")
    assert italian.subject != "Thank you, Anna"
    assert "/it/my/link/" in italian.message


def test_saved_twice_and_by_two_people_it_is_one_row(client, staff):
    save(client, "received", subject_en="One")
    save(client, "received", subject_en="Two")
    row = MailText.objects.get()
    assert (row.kind, row.subject_en) == ("received", "Two")
    assert client.get(f"{LIST}{row.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("body_ru", "{contact} {nothing}", "Not known here: {nothing}. What may stand here: {contact} = name of"),
        ("body_it", "{{ settings }}", "Not known here: { settings }."),
        ("subject_it", "{link}", "Not known here: {link}. What may stand here: {contact}"),
        ("subject_en", "{Contact}", "Not known here: {Contact}."),
    ],
)
def test_an_unknown_placeholder_is_refused_beside_its_field(client, staff, field, text, message):
    page = save(client, "received", **{field: text})
    errors = errors_of(page)
    assert list(errors) == [field]
    assert errors[field][0].startswith(message)
    assert page.context["adminform"].form[field].value() == text
    assert not MailText.objects.exists()


def test_a_mail_that_needs_its_link_is_not_saved_without(client, staff):
    page = save(client, "verify_link", body_en="Press the button.")
    assert errors_of(page) == {"body_en": ["Without {link} this mail is of no use: write it into the text."]}


def test_the_list_says_which_language_has_words_of_its_own(client, staff, django_assert_num_queries):
    MailText.objects.create(kind="received", subject_it="Ciao")
    with django_assert_num_queries(3):
        page = client.get(LIST)
    text = page.content.decode()
    assert text.count("<b>own words</b>") == 1
    assert text.count("the portal&#x27;s words") + text.count("the portal's words") >= 3 * len(EDITABLE) - 1
    assert f"{LIST}enquiry_answered/change/" in text


@pytest.mark.parametrize("kind", EDITABLE)
def test_every_page_opens_with_placeholders_and_the_portals_words(client, staff, kind):
    page = client.get(f"{LIST}{kind}/change/").content.decode()
    assert 'class="mail-default" lang="ru"' in page
    assert f'formaction="{LIST}{kind}/preview/it/"' in page


@pytest.mark.parametrize("key", ["nothing", "reminder", "9" * 30, "0", "add", "%00"])
def test_an_address_nobody_can_mean(client, staff, key):
    for address in (f"{LIST}{key}/change/", f"{LIST}{key}/preview/it/", f"{LIST}received/preview/de/"):
        assert client.get(address, follow=True).status_code in (200, 404)


# --- Preview


def test_the_preview_shows_what_is_typed_and_saves_nothing(client, staff):
    answer = client.post(f"{LIST}received/preview/en/", typed(body_en="Hello <b>{contact}</b>"))
    page = answer.content.decode()
    assert page.count("Hello &lt;b&gt;Anna Bianchi&lt;/b&gt;") == 2  # as most programs show it, and as plain text
    assert "Hello <b>" not in page
    assert "Registration received: A session of the Task Force" in page
    assert "Nothing was saved" in page
    assert not MailText.objects.exists()
    assert "style-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_preview_says_what_cannot_be_saved_and_shows_it_all_the_same(client, staff):
    page = client.post(f"{LIST}received/preview/en/", typed(body_en="Hello {nobody}.")).content.decode()
    assert "Not known here: {nobody}." in page
    assert "Hello ." in page


def test_the_preview_of_what_is_saved_is_in_the_language_asked_for(client, staff):
    MailText.objects.create(kind="received", body_ru="Здравствуйте, {contact}")
    page = client.get(f"{LIST}received/preview/ru/").content.decode()
    assert "Здравствуйте, Анна Смирнова" in page
    assert '<div class="preview-html" lang="ru">' in page


def test_no_other_page_allows_styles_within(client, staff):
    assert "unsafe-inline" not in client.get(LIST).headers["Content-Security-Policy"]


def test_who_may_only_look_changes_nothing(client):
    user = UserFactory(is_staff=True, language="en")
    user.user_permissions.add(Permission.objects.get(codename="view_mailtext"))
    client.force_login(user)
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}received/preview/it/").status_code == 200
    assert client.post(f"{LIST}received/preview/it/", typed()).status_code == 403
    assert save(client, "received", subject_en="x").status_code == 403
    assert not MailText.objects.exists()


def test_without_the_permission_nothing_is_shown(client):
    client.force_login(UserFactory(is_staff=True, language="en"))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}received/preview/it/").status_code == 403


# --- Who gets which language, and which address the links have


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_delegate_is_written_to_in_the_delegates_own_language(language):
    session = SessionFactory(conditions_it="Regole", conditions_ru="Правила", conditions_en="Rules")
    delegate = DelegateFactory(registration__session=session, registration__language="it", language=language)
    emails.send_delegate_place(delegate)
    row = Email.objects.get()
    assert row.to == [delegate.email]
    assert f"http://127.0.0.1:8000/{language}/my/link/" in row.message
    assert {"it": "Regole", "ru": "Правила", "en": "Rules"}[language] in row.message


def test_a_delegate_without_an_address_gets_nothing():
    emails.send_delegate_place(DelegateFactory(email=""))
    assert not Email.objects.exists()


def test_links_have_the_portals_own_address_whatever_the_visitors_host_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    registration = RegistrationFactory(language="en")
    client.post("/en/my/ask/", {"email": registration.contact_email}, headers={"host": "evil.example"})
    row = Email.objects.get()
    assert "http://127.0.0.1:8000/en/my/link/" in row.message
    assert "evil" not in row.message + row.html_message
