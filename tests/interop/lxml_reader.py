"""The XML event format read and written by lxml, which knows nothing of CloudEvents, with schemas/cloudevents.xsd."""

import copy
import pathlib

from lxml import etree

import peer_server
from peer_server import Refused, attribute, data, data_of, is_text

CE = "http://cloudevents.io/xmlformat/V1"
XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = {"ce": CE, "xsi": XSI, "xs": XS}
XSI_TYPE = f"{{{XSI}}}type"

# The types of the core attributes, and the designators of all types.
CORE = {
    "id": "String",
    "source": "URI-reference",
    "type": "String",
    "datacontenttype": "String",
    "dataschema": "URI",
    "subject": "String",
    "time": "Timestamp",
}
DESIGNATORS = {
    "Boolean": "boolean",
    "Integer": "integer",
    "String": "string",
    "Binary": "binary",
    "URI": "uri",
    "URI-reference": "uriRef",
    "Timestamp": "timestamp",
}
TYPES = {f"{{{CE}}}{designator}": name for name, designator in DESIGNATORS.items()}
SCHEMA = etree.XMLSchema(file=str(pathlib.Path(__file__).with_name("schemas") / "cloudevents.xsd"))


def designated_type(element):
    """The element's xsi:type as {namespace}name; None where it has none."""
    text = element.get(XSI_TYPE)
    if text is None:
        return None
    prefix, _, name = text.strip().rpartition(":")
    return f"{{{element.nsmap[prefix or None]}}}{name}"


def validate(root):
    """Holds a document against the schema, with data of the type xs:any left open."""
    checked = copy.deepcopy(root)
    for element in checked.iter(f"{{{CE}}}data"):
        if designated_type(element) == f"{{{XS}}}any":
            del element.attrib[XSI_TYPE]
            element.clear()
    SCHEMA.assertValid(checked)


def describe_data(element):
    """The data element by its type."""
    kind = designated_type(element)
    if kind == f"{{{XS}}}any":
        (child,) = element
        if (element.text or "").strip() or (child.tail or "").strip():
            raise Refused("text beside the element that is the data")
        child = copy.deepcopy(child)
        child.tail = None
        etree.cleanup_namespaces(child)
        return data("text", etree.tostring(child))
    if len(element):
        raise Refused("elements in the data")
    if kind == f"{{{XS}}}string":
        return data("text", (element.text or "").encode())
    if kind == f"{{{XS}}}base64Binary":
        return {"kind": "binary", "base64": "".join((element.text or "").split())}
    raise Refused(f"data of type {kind}")


def describe(event):
    """An event element."""
    description = {"attributes": {"specversion": attribute("String", event.get("specversion"))}}
    for element in event:
        name = etree.QName(element).localname
        if name in description["attributes"] or (name == "data" and "data" in description):
            raise Refused(f"{name} comes twice")
        if name == "data":
            description["data"] = describe_data(element)
            continue
        if len(element):
            raise Refused(f"elements in {name}")
        designated = designated_type(element)
        type_name = CORE.get(name) if designated is None else TYPES[designated]
        if type_name is None or CORE.get(name, type_name) != type_name:
            raise Refused(f"{name} has the type {designated}")
        description["attributes"][name] = attribute(type_name, element.text or "")
    for name in ("id", "source", "type"):
        if name not in description["attributes"]:
            raise Refused(f"no {name}")
    return description


def receive(_, body):
    """An event or a batch."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
    validate(root)
    return [describe(event) for event in ([root] if etree.QName(root).localname == "event" else root)]


def xml_of(content, media_type):
    """The element that text is, if lxml writes it as it came."""
    if not is_text(media_type) or not media_type.split(";")[0].strip().lower().endswith("xml"):
        return None
    try:
        element = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return None
    return element if etree.tostring(element) == content else None


def add_data(event, description):
    """The data element, in the type that says most about the data."""
    kind, content = data_of(description)
    if kind is None:
        return
    element = etree.SubElement(event, f"{{{CE}}}data")
    child = xml_of(content, description["attributes"].get("datacontenttype", {"text": ""})["text"])
    if kind == "text" and child is not None:
        element.set(XSI_TYPE, "xs:any")
        element.append(child)
        return
    if kind != "binary":
        try:
            element.text = content.decode()
            element.set(XSI_TYPE, "xs:string")
            return
        except ValueError:
            pass  # Characters that XML does not have.
    element.text = description["data"]["base64"]
    element.set(XSI_TYPE, "xs:base64Binary")


def event_of(description):
    """The event element of a description."""
    event = etree.Element(f"{{{CE}}}event", nsmap=NAMESPACES)
    for name, described in description["attributes"].items():
        if name == "specversion":
            event.set(name, described["text"])
            continue
        element = etree.SubElement(event, f"{{{CE}}}{name}")
        is_time = described["type"] == "Timestamp"  # RFC 3339 allows lower case, xs:dateTime does not.
        element.text = described["text"].upper() if is_time else described["text"]
        if name not in CORE:
            element.set(XSI_TYPE, f"ce:{DESIGNATORS[described['type']]}")
    add_data(event, description)
    return event


def send(mode, _, events):
    """One document."""
    elements = [event_of(description) for description in events]
    if mode == "batched":
        root = etree.Element(f"{{{CE}}}batch", nsmap=NAMESPACES)
        root.extend(elements)
    else:
        (root,) = elements
    validate(root)
    media_type = "application/cloudevents-batch+xml" if mode == "batched" else "application/cloudevents+xml"
    return {"content-type": media_type}, etree.tostring(root, xml_declaration=True, encoding="UTF-8")


if __name__ == "__main__":
    peer_server.serve(receive, send)
