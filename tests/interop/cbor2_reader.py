"""The CBOR event format read and written by cbor2, which knows nothing of CloudEvents.

The rules are those of cloudevents/formats/cbor-format.md (1.0.3-wip) in the repository cloudevents/spec.
"""

import cbor2

import peer_server
from peer_server import Refused, attribute, attribute_of, data, data_of, value_of

MEDIA_TYPE = "application/cloudevents+cbor"
TIME_TAG = 0
URI_TAG = 32
# A datetime would lose nanoseconds and has no leap seconds: tag 0 is kept as it came.
SEMANTIC_DECODERS = {TIME_TAG: lambda text, _: cbor2.CBORTag(TIME_TAG, text)}
TYPES = {"source": "URI-reference", "dataschema": "URI", "time": "Timestamp"}


def is_cbor(media_type):
    """Whether a media type declares CBOR."""
    essence = media_type.split(";")[0].strip().lower()
    return essence.endswith("/cbor") or essence.endswith("+cbor")


def describe_attribute(name, value):
    """An attribute by its CBOR type."""
    if isinstance(value, cbor2.CBORTag) and isinstance(value.value, str):
        if value.tag == TIME_TAG:
            return attribute("Timestamp", value.value)
        if value.tag == URI_TAG:
            return attribute(TYPES.get(name, "URI-reference"), value.value)
    if isinstance(value, int) and not -(2**31) <= value < 2**31:
        raise Refused(f"{name} is no 32-bit integer")
    return attribute_of(value)


def describe(item):
    """What the map says."""
    attributes = {n: describe_attribute(n, v) for n, v in item.items() if n != "data" and v is not None}
    description = {"attributes": attributes}
    if "data" not in item:
        return description
    value = item["data"]
    if is_cbor(attributes.get("datacontenttype", {"text": ""})["text"]):
        description["data"] = data("binary", cbor2.dumps(value))
    elif isinstance(value, bytes):
        description["data"] = data("binary", value)
    elif isinstance(value, str):
        description["data"] = data("text", value.encode())
    else:
        raise Refused(f"data is a {type(value).__name__}")
    return description


def receive(_, body):
    """One map, without keys that come twice, and nothing behind it."""
    item = cbor2.loads(body, semantic_decoders=SEMANTIC_DECODERS, allow_duplicate_keys=False)
    if not isinstance(item, dict):
        raise Refused(f"the event is a {type(item).__name__}")
    return [describe(item)]


def item_of(described):
    """An attribute in the Python type that cbor2 writes as the CBOR type."""
    if described["type"] == "Timestamp":
        # RFC 3339 allows lower case, tag 0 does not.
        return cbor2.CBORTag(TIME_TAG, described["text"].upper())
    if described["type"] == "URI":
        return cbor2.CBORTag(URI_TAG, described["text"])
    return value_of(described)


def build(description):
    """The map of a description."""
    item = {name: item_of(described) for name, described in description["attributes"].items()}
    kind, content = data_of(description)
    if kind is not None and is_cbor(item.get("datacontenttype", "")):
        item["data"] = cbor2.loads(content, semantic_decoders=SEMANTIC_DECODERS)
    elif kind is not None:
        item["data"] = content if kind == "binary" else content.decode()
    return item


def send(_, __, events):
    """One map."""
    return {"content-type": MEDIA_TYPE}, cbor2.dumps(build(events[0]))


if __name__ == "__main__":
    peer_server.serve(receive, send)
