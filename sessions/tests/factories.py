"""Standing sessions of the tests."""

import datetime as dt

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from sessions import models


class HostRegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HostRegion
        django_get_or_create = ["code"]

    code = "IT-25"
    country = factory.LazyAttribute(lambda region: region.code[:2])
    name_it = factory.LazyAttribute(
        lambda region: {"IT-25": "Lombardia", "RU-SVE": "Sverdlovsk"}.get(region.code, region.code)
    )


class SessionFactory(factory.django.DjangoModelFactory):
    """A session open for registration, which starts in 60 days and lasts two days."""

    class Meta:
        model = models.Session

    number = factory.Sequence(lambda n: 100 + n)
    title_it = factory.LazyAttribute(lambda session: f"Sessione di prova {session.number}")
    title_ru = factory.LazyAttribute(lambda session: f"Пробная сессия {session.number}")
    status = "announced"
    mode = "in_person"
    starts_on = factory.LazyFunction(lambda: timezone.now().date() + dt.timedelta(days=60))
    ends_on = factory.LazyAttribute(lambda session: session.starts_on + dt.timedelta(days=1))
    city_it = "Bergamo"
    timezone = "Europe/Rome"
    host_region = factory.SubFactory(HostRegionFactory)
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Venue

    session = factory.SubFactory(SessionFactory)
    name_it = "Polo fieristico"
    name_ru = "Выставочный центр"
    town_it = "Bergamo"


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Room

    venue = factory.SubFactory(VenueFactory)
    name_it = factory.Sequence(lambda n: f"Sala {n}")


class OfficialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Official

    session = factory.SubFactory(SessionFactory)
    name_it = factory.Sequence(lambda n: f"Maria Rossi {n}")
    side = "IT"
    role = "speaker"
    office_it = "Direttore generale"


class InterpreterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Interpreter

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"Lia Conti {n}")
    languages = factory.LazyFunction(lambda: ["it", "ru"])


class CompanyVisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CompanyVisit

    session = factory.SubFactory(SessionFactory)
    company_it = factory.Sequence(lambda n: f"Officine {n}")
    day = 2


class ProgrammeItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ProgrammeItem

    session = factory.SubFactory(SessionFactory)
    position = factory.Sequence(lambda n: n)
    kind = "plenary"
    title_it = factory.Sequence(lambda n: f"Sessione plenaria {n}")
    title_ru = factory.Sequence(lambda n: f"Пленарное заседание {n}")
    day = 1
    starts = dt.time(9, 0)
    ends = dt.time(10, 0)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Assignment

    user = factory.SubFactory(UserFactory)
    session = factory.SubFactory(SessionFactory)
    role = "organiser"
