"""The Avro event format read and written by fastavro, which knows nothing of CloudEvents, with schemas/cloudevents.avsc."""

import io
import json
import pathlib

import fastavro

import peer_server
from peer_server import Refused, attribute_of, data, data_of, is_json, value_of

SCHEMA = fastavro.schema.load_schema(pathlib.Path(__file__).with_name("schemas") / "cloudevents.avsc")
MEDIA_TYPE = "application/cloudevents+avro"


def json_of(value):
    """The JSON value that a value of the schema's unions stands for."""
    if isinstance(value, dict):
        if isinstance(value.get("value"), dict) and len(value) == 1:
            value = value["value"]
        return {name: json_of(member) for name, member in value.items()}
    if isinstance(value, list):
        return [json_of(item) for item in value]
    return value


def describe(record):
    """What the record says."""
    described = {n: attribute_of(v) for n, v in record["attribute"].items() if v is not None}
    description = {"attributes": described}
    value = record["data"]
    media_type = described.get("datacontenttype", {"text": "application/json"})["text"]
    if isinstance(value, bytes):
        description["data"] = data("binary", value)
    elif isinstance(value, str) and not is_json(media_type):
        description["data"] = data("text", value.encode())
    elif value is not None:
        description["data"] = data("json", json.dumps(json_of(value)).encode())
    return description


def receive(_, body):
    """One record, and nothing behind it."""
    stream = io.BytesIO(body)
    record = fastavro.schemaless_reader(stream, SCHEMA, None)
    if stream.read():
        raise Refused("bytes after the record")
    return [describe(record)]


def is_scalar(value):
    """Whether each of the schema's JSON unions has a branch for the value."""
    return value is None or isinstance(value, (bool, str)) or (isinstance(value, float) and abs(value) < 1e15)


def as_avro(value):
    """A JSON value by the schema's union; None where it has no branch for it (null among them, which is no data)."""
    if isinstance(value, dict) and all(is_scalar(member) for member in value.values()):
        return value
    if isinstance(value, list) and value and all(as_avro(item) is item and isinstance(item, dict) for item in value):
        return [{"value": item} for item in value]
    return value if is_scalar(value) else None


def build(description):
    """The record of a description."""
    attributes = {name: value_of(described) for name, described in description["attributes"].items()}
    kind, content = data_of(description)
    if kind == "json":
        value = as_avro(json.loads(content, parse_int=float))
        return {"attribute": attributes, "data": content if value is None else value}
    if kind == "text" and "datacontenttype" in attributes:
        return {"attribute": attributes, "data": content.decode()}
    return {"attribute": attributes, "data": None if kind is None else content}


def send(_, __, events):
    """One record."""
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, SCHEMA, build(events[0]), strict=True)
    return {"content-type": MEDIA_TYPE}, stream.getvalue()


if __name__ == "__main__":
    peer_server.serve(receive, send)
