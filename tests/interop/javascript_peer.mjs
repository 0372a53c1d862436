// The official CloudEvents SDK for JavaScript as a peer; see exchange.h for what it agrees to. The
// SDK has no server of its own, so requests come by node:http and are handed to HTTP.toEvent.
import { createServer } from "node:http";
import { CloudEvent, HTTP, Mode, emitterFor, httpTransport } from "cloudevents";

const CORE_TYPES = { source: "URI-reference", dataschema: "URI", time: "Timestamp" };
// What the SDK keeps in an event beside its attributes.
const NOT_ATTRIBUTES = new Set(["data", "data_base64", "datacontentencoding", "schemaurl"]);

function isJson(mediaType) {
  const essence = mediaType.split(";")[0].trim().toLowerCase();
  return essence.endsWith("/json") || essence.endsWith("+json");
}

function isText(mediaType) {
  const essence = mediaType.split(";")[0].trim().toLowerCase();
  return essence.startsWith("text/") || essence.endsWith("/xml") || essence.endsWith("+xml");
}

function data(kind, bytes) {
  return { kind, base64: Buffer.from(bytes).toString("base64") };
}

function describeAttribute(name, value) {
  if (typeof value === "boolean") return { type: "Boolean", text: String(value) };
  if (typeof value === "number") return { type: "Integer", text: String(value) };
  if (ArrayBuffer.isView(value)) {
    return { type: "Binary", text: Buffer.from(value).toString("base64") };
  }
  return { type: CORE_TYPES[name] ?? "String", text: String(value) };
}

// What an application gets from the SDK's event. In binary mode the SDK parses data of exactly the
// type application/json, and leaves other JSON to the application as its text.
function describe(event, binaryMode) {
  const description = { attributes: {} };
  for (const [name, value] of Object.entries(event)) {
    if (value === undefined || value === null || NOT_ATTRIBUTES.has(name)) continue;
    description.attributes[name] = describeAttribute(name, value);
  }
  const value = event.data;
  const mediaType = event.datacontenttype ?? "application/json";
  if (value === undefined || value === "") return description;
  if (ArrayBuffer.isView(value)) {
    description.data = data("binary", value);
  } else if (typeof value === "string" && (!isJson(mediaType) || (binaryMode && mediaType !== "application/json"))) {
    description.data = data("text", value);
  } else {
    description.data = data("json", JSON.stringify(value));
  }
  return description;
}

function receive(headers, bytes) {
  const mediaType = headers["content-type"] ?? "";
  const isString = bytes.length === 0 || isJson(mediaType) || isText(mediaType);
  const body = isString ? bytes.toString() : bytes;
  const events = HTTP.toEvent({ headers, body });
  const binaryMode = !mediaType.startsWith("application/cloudevents");
  return [events].flat().map((event) => describe(event, binaryMode));
}

// An attribute in the JavaScript type that the SDK has for it.
function valueOf({ type, text }) {
  if (type === "Boolean") return text === "true";
  if (type === "Integer") return Number(text);
  if (type === "Binary") return new Uint8Array(Buffer.from(text, "base64"));
  return text;
}

function build(description) {
  const properties = {};
  for (const [name, value] of Object.entries(description.attributes)) properties[name] = valueOf(value);
  if (description.data !== undefined) {
    const bytes = Buffer.from(description.data.base64, "base64");
    const kind = description.data.kind;
    properties.data = kind === "json" ? JSON.parse(bytes) : kind === "text" ? bytes.toString() : new Uint8Array(bytes);
  }
  return new CloudEvent(properties);
}

async function send({ to, mode, format, events }) {
  if (format !== "json") throw new Error(`the SDK has no ${format} format`);
  if (mode === "batched") throw new Error("the SDK has no function that sends a batch");
  const emit = emitterFor(httpTransport(to), { mode: mode === "binary" ? Mode.BINARY : Mode.STRUCTURED });
  await emit(build(events[0]));
}

async function answer(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (request.url === "/receive") return receive(request.headers, bytes);
  await send(JSON.parse(bytes));
  return [];
}

const server = createServer({ maxHeaderSize: 65536 }, async (request, response) => {
  try {
    response.end(JSON.stringify(await answer(request)));
  } catch (error) {
    // Whatever it is, the SDK has not understood the message or the event.
    response.writeHead(422).end(String(error));
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
