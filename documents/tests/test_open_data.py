"""Open data: read only, for everybody, in pages, and nothing in them that the public pages do not show."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import ActLink, Agreement, Project
from documents.open_data.described import description
from participants.tests.factories import RegistrationFactory
from sessions.models import HostRegion
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
API = "/api/v1/"
SIGNED = {"status": "signed", "signed_on": dt.date(2016, 12, 2)}


def act(title: str = "Intesa", **fields) -> Agreement:
    session = fields.pop("session", None) or SessionFactory()
    made = Agreement.objects.create(title_it=title, session=session, **(SIGNED | {"kind": "mou"} | fields))
    party = made.parties.create(name_it="=Camera", name_ru="Палата", side="IT", region=HostRegion.objects.first())
    made.signatories.create(name_it="Carla Bianchi", capacity_it="presidente", party=party)
    return made


def schema_of(value, schema: dict, all_of: dict) -> None:
    """Fail where a value is not what the description says."""
    if "$ref" in schema:
        schema = all_of[schema["$ref"].rpartition("/")[2]]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    told = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert isinstance(value, tuple(kinds[kind] for kind in told)), (value, schema)
    assert "enum" not in schema or value is None or value in schema["enum"], (value, schema)
    if isinstance(value, dict):
        assert value.keys() == schema["properties"].keys()
        for name, inner in value.items():
            schema_of(inner, schema["properties"][name], all_of)
    for inner in value if isinstance(value, list) else ():
        schema_of(inner, schema["items"], all_of)


def test_what_is_given_is_what_is_described(client):
    session = SessionFactory(number=25)
    one = act(session=session, title_ru="Соглашение", value=10, currency="EUR", value_public=True, sector_it="Tessile")
    one.file_sha256 = "0" * 64
    one.file.save("act.pdf", ContentFile(b"%PDF-"))
    one.texts.create(language="it", state="signed", sha256="1" * 64)
    ActLink.objects.create(act=one, kind="amends", other=act("Prima", session=session))
    Project.objects.create(session=session, title_it="Filatura", review="accepted")
    told = description()
    for path, what in told["paths"].items():
        response = client.get(f"/api/v1{path}")
        assert response.status_code == 200, path
        content = what["get"]["responses"]["200"]["content"]
        assert response.headers["Content-Type"].partition(";")[0] in content
        if path not in ("/acts.csv", "/openapi.json"):
            answer = response.json()
            schema_of(answer, content["application/json"]["schema"], told["components"]["schemas"])
            assert all(answer.values()) or answer["next"] is None
    assert client.get(f"{API}openapi.json").json() == told
    given = client.get(f"{API}acts.json").json()
    first = next(row for row in given["acts"] if row["id"] == one.pk)
    assert (first["title"], first["value"]) == ({"it": "Intesa", "ru": "Соглашение", "en": None}, "10.00")
    assert first["url"].endswith(f"/it/agreements/{one.pk}/")
    assert (first["file_sha256"], first["texts"][0]["sha256"]) == ("0" * 64, "1" * 64)
    assert [link["kind"] for link in first["links"]] == ["amends"]
    assert given["licence"]["url"].startswith("https://creativecommons.org/")


def test_what_is_not_public_is_not_given_in_any_form(client):
    session = SessionFactory()
    shown = act("Intesa", session=session, texts_public=False, value=10, currency="EUR")
    shown.file_sha256 = "0" * 64
    shown.file.save("act.pdf", ContentFile(b"%PDF-"))
    shown.texts.create(language="it", state="signed", sha256="1" * 64)
    secret = act("Segreto", session=session, is_public=False)
    act("Bozza", session=session, status="draft", signed_on=None)
    act("Futura", session=SessionFactory(status="draft", title_it="Futura"))
    ActLink.objects.create(act=shown, kind="amends", other=secret)
    registration = RegistrationFactory(session=session)
    projects = [("Mostrato", "accepted", True), ("Celato", "accepted", False), ("Proposto", "proposed", True)]
    for title, review, public in projects:
        project = Project.objects.create(
            session=session, title_it=title, review=review, is_public=public, registration=registration
        )
        shown.projects.add(project)
    names = ("acts.json", "acts.csv", "projects.json", "sessions.json", "acts.json?q=segreto", "acts.csv?q=futura")
    texts = [client.get(f"{API}{name}").content.decode() for name in names]
    everything = "\n".join(texts)
    for word in ("Intesa", "Mostrato"):
        assert word in everything
    for word in ("Segreto", "Bozza", "Futura", "Celato", "Proposto", "@", "0" * 64, "1" * 64, "10.00", "act.pdf"):
        assert word not in everything, word
    [only] = client.get(f"{API}acts.json").json()["acts"]
    assert (only["links"], only["texts"], only["file"], only["value"], len(only["projects"])) == ([], [], None, None, 1)


def test_pages_by_key_and_the_parameters_of_the_register(client):
    session = SessionFactory()
    made = [act(f"Atto {n}", session=session, kind=("mou", "protocol")[n % 2]) for n in range(5)]
    response = client.get(f"{API}acts.json?limit=2&kind=mou")
    keys, following = [row["id"] for row in response.json()["acts"]], response.json()["next"]
    assert keys == [made[0].pk, made[2].pk]
    assert f'<{following}>; rel="next"' in response.headers["Link"]
    last = client.get(following.partition("/api/")[2].join(["/api/", ""])).json()
    assert ([row["id"] for row in last["acts"]], last["next"]) == ([made[4].pk], None)
    assert len(client.get(f"{API}acts.json?q=atto+палаты").json()["acts"]) == 5
    table = list(csv.reader(io.StringIO(client.get(f"{API}acts.csv").content.decode("utf-8-sig"))))
    assert [len(row) for row in table] == [len(table[0])] * 6
    line = dict(zip(*table[:2], strict=True))
    assert (line["title_it"], line["parties_it"], line["parties_ru"], line["sides"]) == (
        "Atto 0",
        "'=Camera",
        "Палата",
        "IT",
    )
    for query in ("after=-1", "after=x", "limit=0", "limit=501", "kind=x", "year_from=99999-99", "region=%00",
                  "session=x", "after=" + "9" * 40, "q=" + "a" * 500):  # fmt: skip
        response = client.get(f"{API}acts.json?{query}")
        assert (response.status_code, list(response.json()["errors"])) == (400, [query.partition("=")[0]]), query
    for rows in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(f"{API}acts.json?limit={rows}").json()["acts"]) == rows
        assert len(queries) == 9


def test_any_origin_may_read_and_nobody_may_write(client):
    one = act()
    response = client.get(f"{API}acts.json", headers={"Origin": "https://example.org"})
    tag = response.headers["ETag"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert 'rel="license"' in response.headers["Link"]
    assert response.headers["Last-Modified"]
    assert "Set-Cookie" not in response.headers
    again = client.get(f"{API}acts.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["Access-Control-Allow-Origin"]) == (304, b"", "*")
    by_date = {"If-Modified-Since": response.headers["Last-Modified"]}
    Agreement.objects.filter(pk=one.pk).update(is_public=False)
    for headers in ({"If-None-Match": tag}, by_date):
        assert client.get(f"{API}acts.json", headers=headers).json()["acts"] == []
    asked = client.options(f"{API}acts.json")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert client.head(f"{API}acts.csv").status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(f"{API}acts.json").status_code == 405
