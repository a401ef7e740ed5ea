"""Standing tables of the tests."""

import factory

from sessions.tests.factories import SessionFactory
from tables import models


class ThematicTableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ThematicTable

    session = factory.SubFactory(SessionFactory)
    number = factory.Sequence(lambda n: n + 1)
    title_it = factory.LazyAttribute(lambda table: f"Meccanica {table.number}")
    title_ru = factory.LazyAttribute(lambda table: f"Машиностроение {table.number}")


class SubsectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Subsector

    table = factory.SubFactory(ThematicTableFactory)
    title_it = "Elettromeccanica"
