"""The official CloudEvents SDK for Python as a peer: functions only, so the HTTP is the standard library's."""

import datetime
import json

from cloudevents.core.bindings import http
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from dateutil.parser import isoparse

import peer_server
from peer_server import Refused, attribute, attribute_of, data, data_of, is_json, value_of


def describe_attribute(value):
    """An attribute's value by its Python type."""
    if isinstance(value, datetime.datetime):
        return attribute("Timestamp", value.isoformat())
    return attribute_of(value)


def describe(event, in_binary_mode):
    """What an application gets from the SDK's event."""
    attributes = event.get_attributes()
    description = {"attributes": {n: describe_attribute(v) for n, v in attributes.items() if v is not None}}
    # In JSON, data without a media type is JSON; in binary mode nobody knows what it is.
    media_type = attributes.get("datacontenttype", "" if in_binary_mode else "application/json")
    value = event.get_data()
    if value is None:
        return description
    if isinstance(value, bytes):
        description["data"] = data("binary", value)
    elif isinstance(value, str) and not is_json(media_type):
        description["data"] = data("text", value.encode())
    else:
        description["data"] = data("json", json.dumps(value).encode())
    return description


def receive(headers, body):
    """Whatever mode it is, from_http is to find out."""
    in_binary_mode = any(name.lower().startswith("ce-") for name in headers)
    return [describe(http.from_http(http.HTTPMessage(headers, body), JSONFormat()), in_binary_mode)]


def build(description):
    """The SDK's event. Its data is a dict, a str or bytes; other JSON values are handed over as their bytes."""
    attributes = {}
    for name, described in description["attributes"].items():
        # The SDK knows no Binary: it is given as its canonical text.
        attributes[name] = described["text"] if described["type"] == "Binary" else value_of(described)
    if "time" in attributes:
        attributes["time"] = isoparse(attributes["time"])
    kind, content = data_of(description)
    if kind is None:
        return CloudEvent(attributes)
    if kind == "json":
        value = json.loads(content)
        return CloudEvent(attributes, value if isinstance(value, (dict, str)) else content)
    return CloudEvent(attributes, content.decode() if kind == "text" else content)


def send(mode, event_format, events):
    """Binary or structured."""
    if event_format != "json":
        raise Refused(f"the SDK has no {event_format} format")
    if mode == "batched":
        raise Refused("the SDK has no function for a batch")
    to_message = http.to_binary if mode == "binary" else http.to_structured
    message = to_message(build(events[0]), JSONFormat())
    return message.headers, message.body


if __name__ == "__main__":
    peer_server.serve(receive, send)
