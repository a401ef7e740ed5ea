"""The description of open data by OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from agreements import enums
from agreements.standing import Standing
from documents.open_data.answers import LICENCE, MOST, USUAL
from sessions.enums import Mode, SessionStatus, Side

Schema = dict[str, Any]


def of(kind: str, **more: Any) -> Schema:
    return {"type": kind} | more


def maybe(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def one_of(values: Any, *, empty: bool = False) -> Schema:
    return of("string", enum=[*values.values, *([""] if empty else [])])


def objects(properties: dict[str, Schema]) -> Schema:
    return of("object", properties=properties, required=list(properties))


WHOLE, TEXT, DAY = of("integer"), of("string"), of("string", format="date")
MOMENT, LINK = of("string", format="date-time"), of("string", format="uri")
SPOKEN = {"$ref": "#/components/schemas/Spoken"}
SIDE = one_of(Side)


def schemas() -> dict[str, Schema]:
    """Return what each row holds."""
    party = objects({"name": SPOKEN, "kind": one_of(enums.PartyKind, empty=True), "side": maybe(SIDE)})
    text = objects(
        {"language": one_of(enums.TextLanguage), "authority": one_of(enums.Authority), "version": WHOLE, "sha256": TEXT}
    )
    act = {
        "id": WHOLE, "url": LINK, "kind": one_of(enums.ActKind, empty=True), "title": SPOKEN, "subject": SPOKEN,
        "sector": SPOKEN, "place": SPOKEN, "signed_on": DAY, "in_force_on": maybe(DAY), "expires_on": maybe(DAY),
        "denounced_on": maybe(DAY), "standing": one_of(Standing), "value": maybe(TEXT), "currency": maybe(TEXT),
        "session": WHOLE, "session_number": maybe(WHOLE), "regions": of("array", items=TEXT),
        "parties": of("array", items=party),
        "signatories": of("array", items=objects({"name": SPOKEN, "capacity": SPOKEN})),
        "links": of("array", items=objects({"kind": one_of(enums.LinkKind), "act": WHOLE})),
        "projects": of("array", items=WHOLE), "texts": of("array", items=text),
        "file": maybe(LINK), "file_sha256": maybe(TEXT), "updated_at": MOMENT,
    }  # fmt: skip
    project = {
        "id": WHOLE, "title": SPOKEN, "summary": SPOKEN, "counterpart": SPOKEN, "proposer": SPOKEN,
        "side": of("string", enum=[*Side.values, ""]), "kind": one_of(enums.ProjectKind, empty=True),
        "sector": TEXT, "language": one_of(enums.TextLanguage), "stage": one_of(enums.Stage),
        "outcome": one_of(enums.Outcome, empty=True), "session": WHOLE, "session_number": maybe(WHOLE),
        "updated_at": MOMENT,
    }  # fmt: skip
    session = {
        "id": WHOLE, "url": LINK, "number": maybe(WHOLE), "title": SPOKEN,
        "status": of(["string", "null"], enum=[*SessionStatus.values, None]),
        "mode": of(["string", "null"], enum=[*Mode.values, None]), "starts_on": maybe(DAY), "ends_on": maybe(DAY),
        "city": SPOKEN, "host_region": maybe(TEXT), "is_demonstration": of("boolean"), "updated_at": MOMENT,
    }  # fmt: skip
    spoken = objects({code: maybe(TEXT) for code in enums.TextLanguage.values})
    return {"Spoken": spoken} | {
        name: objects(properties) for name, properties in (("Act", act), ("Project", project), ("Session", session))
    }


def asking(name: str, schema: Schema, words: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


def pages(form: str) -> list[Schema]:
    limit = of("integer", minimum=1, maximum=MOST[form], default=USUAL[form])
    return [
        asking("after", of("integer", minimum=0), "Only rows whose id is above this one."),
        asking("limit", limit, "How many rows at most."),
    ]


def narrowing() -> list[Schema]:
    """Return the parameters of acts: those of the register's page."""
    return [
        asking("q", TEXT, "Words, in any of the three languages and in any ending."),
        asking("kind", one_of(enums.ActKind), "Kind of act."),
        asking("standing", one_of(Standing), "Where the act stands today."),
        asking("side", SIDE, "Side of a party."),
        asking("region", TEXT, "ISO 3166-2 code, such as IT-25."),
        asking("sector", TEXT, "Sector, as one of the languages writes it."),
        asking("session", WHOLE, "Id of a session."),
        asking("year_from", WHOLE, "Signed in this year or later."),
        asking("year_to", WHOLE, "Signed in this year or earlier."),
    ]


def getting(summary: str, parameters: list[Schema], content: dict[str, Schema]) -> Schema:
    answers = {
        "200": {
            "description": "The rows, ordered by id.",
            "content": {kind: {"schema": of} for kind, of in content.items()},
        },
        "304": {"description": "Nothing changed since the answer whose ETag was sent as If-None-Match."},
        "400": {"description": "A parameter cannot be understood; the answer says which."},
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def listed(name: str, schema: str) -> Schema:
    licence = objects({"name": TEXT, "url": LINK})
    rows = of("array", items={"$ref": f"#/components/schemas/{schema}"})
    return {"application/json": objects({"licence": licence, "next": maybe(LINK), name: rows})}


def description() -> Schema:
    """Return the whole description."""
    acts = [*narrowing()]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open data of the Task Force portal",
            "version": "1",
            "description": "Read only. Acts, projects and sessions as everybody may see them; no personal addresses.",
            "license": {"name": LICENCE["name"], "url": LICENCE["url"]},
        },
        "servers": [{"url": f"{settings.BASE_URL}/api/v1"}],
        "paths": {
            "/acts.json": getting("Acts of the public register.", acts + pages("json"), listed("acts", "Act")),
            "/acts.csv": getting("The same as a table.", acts + pages("csv"), {"text/csv": TEXT}),
            "/projects.json": getting("Projects of the catalogue.", pages("json"), listed("projects", "Project")),
            "/sessions.json": getting("Sessions.", pages("json"), listed("sessions", "Session")),
            "/openapi.json": getting("This description.", [], {"application/json": of("object")}),
        },
        "components": {"schemas": schemas()},
    }
