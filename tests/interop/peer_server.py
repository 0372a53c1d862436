"""The HTTP server that every peer in Python stands behind; see exchange.h for what it agrees to.

A peer brings two functions:
  receive(headers, body)       the descriptions of the events that its library reads
  send(mode, format, events)   the headers and the body of a message with the events described
"""

import base64
import http.client
import http.server
import json
import sys
import threading
import urllib.parse


class Refused(Exception):
    """The library cannot do what is asked of it."""


def attribute(type_name, text):
    """An attribute of a description."""
    return {"type": type_name, "text": text}


def attribute_of(value):
    """An attribute by the Python type of its value."""
    if isinstance(value, bool):
        return attribute("Boolean", "true" if value else "false")
    if isinstance(value, int):
        return attribute("Integer", str(value))
    if isinstance(value, bytes):
        return attribute("Binary", base64.b64encode(value).decode())
    if isinstance(value, str):
        return attribute("String", value)
    raise Refused(f"an attribute is a {type(value).__name__}")


def value_of(described):
    """The value of an attribute in the Python type that its type has; text where Python has none."""
    if described["type"] == "Boolean":
        return described["text"] == "true"
    if described["type"] == "Integer":
        return int(described["text"])
    if described["type"] == "Binary":
        return base64.b64decode(described["text"])
    return described["text"]


def data(kind, content):
    """The data of a description."""
    return {"kind": kind, "base64": base64.b64encode(content).decode()}


def data_of(description):
    """The kind and the bytes of a description's data; None and no bytes where it has none."""
    if "data" not in description:
        return None, b""
    return description["data"]["kind"], base64.b64decode(description["data"]["base64"])


def is_json(media_type):
    """Whether a media type declares JSON."""
    essence = media_type.split(";")[0].strip().lower()
    return essence.endswith("/json") or essence.endswith("+json")


def is_text(media_type):
    """Whether data of a media type is text, where it is UTF-8."""
    essence = media_type.split(";")[0].strip().lower()
    return essence.startswith("text/") or essence.endswith("/xml") or essence.endswith("+xml")


def post(url, headers, body):
    """Sends a message and fails unless it is taken."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("POST", parts.path, body, headers)
    status = connection.getresponse().status
    connection.close()
    if status // 100 != 2:
        raise Refused(f"the receiver answered {status}")


def handler_of(receive, send):
    """The class of request handlers around the two functions."""

    class Handler(http.server.BaseHTTPRequestHandler):
        """Answers /receive and /send."""

        protocol_version = "HTTP/1.1"
        # A message's head and body would otherwise wait for each other's acknowledgement.
        disable_nagle_algorithm = True

        def do_POST(self):  # pylint: disable=invalid-name
            """Every request is a POST."""
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            try:
                if self.path == "/receive":
                    answer = json.dumps(receive(dict(self.headers.items()), body)).encode()
                else:
                    order = json.loads(body)
                    post(order["to"], *send(order["mode"], order["format"], order["events"]))
                    answer = b""
                self.answer(200, answer)
            except Exception as error:  # pylint: disable=broad-except
                # Whatever it is, the library has not understood the message or the event.
                self.answer(422, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))

        def answer(self, status, body):
            """Sends the whole response."""
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *args):  # pylint: disable=redefined-builtin
            """Says nothing."""

    return Handler


def serve(receive, send):
    """Prints the port and serves until standard input ends."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(receive, send))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    server.shutdown()
