"""Standing people of the tests."""

import functools

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import User


@functools.cache
def hashed(password: str) -> str:
    """Hash each password once in a run: Argon2 is slow on purpose."""
    return make_password(password)


class UserFactory(factory.django.DjangoModelFactory):
    """An account without any right; give ``is_superuser`` or an Assignment where a test needs more."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Utente {n}")
    password = factory.django.Password("a long password", transform=hashed)


class StaffFactory(UserFactory):
    """A ministry administrator."""

    is_staff = True
    is_superuser = True
