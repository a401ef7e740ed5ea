"""Standing organisations, registrations and delegates of the tests."""

import datetime as dt

import factory
from django.utils import timezone

from participants import models
from sessions.tests.factories import SessionFactory
from taskforce.text import comparison_key


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Organisation

    side = "IT"
    category = "company"
    name_latin = factory.Sequence(lambda n: f"Officine Meccaniche {n} S.r.l.")
    name_key = factory.LazyAttribute(lambda o: comparison_key(f"{o.name_latin} {o.name_cyrillic}"))
    name_cyrillic = ""


class PrivacyNoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PrivacyNotice
        django_get_or_create = ["version"]

    version = "test-1"
    text_it = "Informativa"
    published_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A registration under review (sent and verified), without delegates; ``draft=True`` gives one still typed."""

    class Meta:
        model = models.Registration

    class Params:
        draft = factory.Trait(state="draft", submitted_at=None, verified_at=None, privacy_notice=None)

    session = factory.SubFactory(SessionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = "under_review"
    contact_name = "Anna Bianchi"
    contact_email = factory.Sequence(lambda n: f"contact{n}@example.com")
    privacy_notice = factory.SubFactory(PrivacyNoticeFactory)
    submitted_at = factory.LazyFunction(timezone.now)
    verified_at = factory.LazyFunction(timezone.now)


class DelegateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Delegate

    registration = factory.SubFactory(RegistrationFactory)
    session = factory.SelfAttribute("registration.session")
    side = factory.SelfAttribute("registration.organisation.side")
    given_latin = "Anna"
    family_latin = factory.Sequence(lambda n: f"Bianchi {n}")
    name_key = factory.LazyAttribute(lambda d: comparison_key(f"{d.given_latin} {d.family_latin}"))
    email = factory.Sequence(lambda n: f"delegate{n}@example.com")
