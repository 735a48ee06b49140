"""Adapts requests to rules that a schema cannot express: references must exist, cursors come from the list."""

import os

import requests
import schemathesis
from schemathesis import GenerationMode

ORIGIN = os.environ["ORIGIN"]
REFERENCES = {"customerId": "/crm/customers", "orderId": "/crm/orders"}
known = {}


def some_id(field):
    if field not in known:
        known[field] = requests.get(ORIGIN + REFERENCES[field], params={"limit": 1}).json()["items"][0]["id"]
    return known[field]


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if isinstance(case.query, dict):
        case.query.pop("cursor", None)
    if isinstance(case.body, dict):
        for record in [case.body, *case.body.get("items", [])] if case.path.endswith(":batch") else [case.body]:
            if not isinstance(record, dict):
                continue
            if case.path.endswith(":batch"):
                record.pop("id", None)
            for field in REFERENCES:
                if isinstance(record.get(field), str):
                    record[field] = some_id(field)
