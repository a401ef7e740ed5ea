"""Standing people of the tests."""

import factory

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """An account without any right; give ``is_superuser`` or an Assignment where a test needs more."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Utente {n}")
    password = factory.django.Password("a long password")


class StaffFactory(UserFactory):
    """A ministry administrator."""

    is_staff = True
    is_superuser = True
