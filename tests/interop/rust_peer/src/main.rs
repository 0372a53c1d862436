//! The official CloudEvents SDK for Rust as a peer; see exchange.h for what it agrees to. Events come
//! in by the SDK's axum extractor and go out by its extension of reqwest.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::Router;
use base64::prelude::{Engine, BASE64_STANDARD};
use chrono::SecondsFormat;
use cloudevents::binding::reqwest::{RequestBuilderExt, RequestSerializer};
use cloudevents::event::ExtensionValue;
use cloudevents::message::StructuredDeserializer;
use cloudevents::{AttributesReader, AttributesWriter, Data, Event, EventBuilder, EventBuilderV10};
use reqwest::RequestBuilder;
use serde_json::{json, Map, Value};
use std::error::Error;
use std::io::Read;
use url::Url;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn attribute(kind: &str, text: impl ToString) -> Value {
    json!({"type": kind, "text": text.to_string()})
}

fn describe_extension(value: &ExtensionValue) -> Value {
    match value {
        ExtensionValue::String(text) => attribute("String", text),
        ExtensionValue::Boolean(value) => attribute("Boolean", value),
        ExtensionValue::Integer(value) => attribute("Integer", value),
    }
}

fn describe_data(data: &Data) -> Value {
    let (kind, bytes) = match data {
        Data::Binary(bytes) => ("binary", bytes.clone()),
        Data::String(text) => ("text", text.clone().into_bytes()),
        Data::Json(value) => ("json", value.to_string().into_bytes()),
    };
    json!({"kind": kind, "base64": BASE64_STANDARD.encode(bytes)})
}

fn describe(event: &Event) -> Value {
    let mut attributes = Map::new();
    let mut set = |name: &str, value: Value| attributes.insert(name.to_owned(), value);
    set("specversion", attribute("String", event.specversion()));
    set("id", attribute("String", event.id()));
    set("source", attribute("URI-reference", event.source()));
    set("type", attribute("String", event.ty()));
    if let Some(media_type) = event.datacontenttype() {
        set("datacontenttype", attribute("String", media_type));
    }
    if let Some(schema) = event.dataschema() {
        set("dataschema", attribute("URI", schema));
    }
    if let Some(subject) = event.subject() {
        set("subject", attribute("String", subject));
    }
    if let Some(time) = event.time() {
        let text = time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        set("time", attribute("Timestamp", text));
    }
    for (name, value) in event.iter_extensions() {
        set(name, describe_extension(value));
    }
    let mut description = json!({"attributes": attributes});
    if let Some(data) = event.data() {
        description["data"] = describe_data(data);
    }
    description
}

/// What the SDK refuses.
fn refused(why: impl ToString) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, why.to_string()).into_response()
}

/// The extractor has read the request as an event, or has an answer of its own.
async fn receive(extracted: Result<Event, Response>) -> Response {
    match extracted {
        Ok(event) => json!([describe(&event)]).to_string().into_response(),
        Err(response) => {
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
            refused(String::from_utf8_lossy(&body.unwrap_or_default()))
        }
    }
}

fn text_of<'a>(object: &'a Value, name: &str) -> Outcome<&'a str> {
    object[name].as_str().ok_or_else(|| format!("no {name}").into())
}

/// An extension in the Rust type that the SDK has for it; others are given as their canonical text.
fn extension_of(value: &Value) -> Outcome<ExtensionValue> {
    let text = text_of(value, "text")?;
    Ok(match text_of(value, "type")? {
        "Boolean" => ExtensionValue::Boolean(text.parse()?),
        "Integer" => ExtensionValue::Integer(text.parse()?),
        _ => ExtensionValue::String(text.to_owned()),
    })
}

fn data_of(data: &Value) -> Outcome<Data> {
    let bytes = BASE64_STANDARD.decode(text_of(data, "base64")?)?;
    Ok(match text_of(data, "kind")? {
        "json" => Data::Json(serde_json::from_slice(&bytes)?),
        "text" => Data::String(String::from_utf8(bytes)?),
        _ => Data::Binary(bytes),
    })
}

fn build(description: &Value) -> Outcome<Event> {
    let attributes = description["attributes"].as_object().ok_or("no attributes")?;
    let mut builder = EventBuilderV10::new();
    let mut media_type: Option<&str> = None;
    let mut schema: Option<Url> = None;
    for (name, value) in attributes {
        let text = text_of(value, "text")?;
        builder = match name.as_str() {
            "specversion" => builder,
            "id" => builder.id(text),
            "source" => builder.source(text),
            "type" => builder.ty(text),
            "subject" => builder.subject(text),
            "time" => builder.time(text),
            "datacontenttype" => {
                media_type = Some(text);
                builder
            }
            "dataschema" => {
                schema = Some(Url::parse(text)?);
                builder
            }
            _ => builder.extension(name, extension_of(value)?),
        };
    }
    let mut event = builder.build()?;
    event.set_datacontenttype(media_type);
    event.set_dataschema(schema);
    if let Some(data) = description.get("data") {
        event.set_data_unchecked(data_of(data)?);
    }
    Ok(event)
}

/// The request with the events, written by the SDK.
fn request_of(order: &Value, request: RequestBuilder) -> Outcome<RequestBuilder> {
    let described = order["events"].as_array().ok_or("no events")?;
    let mut events = described.iter().map(build).collect::<Outcome<Vec<Event>>>()?;
    let mode = text_of(order, "mode")?;
    let format = text_of(order, "format")?;
    if format != "json" {
        return Err(format!("the SDK has no {format} format").into());
    }
    Ok(match mode {
        "binary" => request.event(events.remove(0))?,
        "structured" => StructuredDeserializer::deserialize_structured(
            events.remove(0),
            RequestSerializer::new(request),
        )?,
        _ => request.events(events)?,
    })
}

async fn send(body: Bytes) -> Response {
    let sent: Outcome<()> = async {
        let order: Value = serde_json::from_slice(&body)?;
        let request = reqwest::Client::new().post(text_of(&order, "to")?);
        request_of(&order, request)?.send().await?.error_for_status()?;
        Ok(())
    }
    .await;
    match sent {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(format!("{error:?}")),
    }
}

async fn serve() -> Outcome<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    let router = Router::new().route("/receive", post(receive)).route("/send", post(send));
    let router = router.layer(axum::extract::DefaultBodyLimit::disable());
    Ok(axum::serve(listener, router).await?)
}

fn main() -> Outcome<()> {
    // The end of standard input is the sign to end.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve())
}
