import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.protobuf.ProtoCloudEventData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;

/**
 * The official CloudEvents SDK for Java as a peer; see exchange.h for what it agrees to. The SDK's
 * basic HTTP binding reads and writes messages; the JDK's server and client carry them.
 */
public final class JavaPeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private JavaPeer() {}

  private static void describeAttribute(ObjectNode attributes, String name, Object value) {
    if (value == null) {
      return;
    }
    String type = "String";
    String text = value.toString();
    if (value instanceof Boolean) {
      type = "Boolean";
    } else if (value instanceof Integer) {
      type = "Integer";
    } else if (value instanceof byte[] bytes) {
      type = "Binary";
      text = Base64.getEncoder().encodeToString(bytes);
    } else if (value instanceof URI uri) {
      // The SDK has one type for both.
      type = uri.isAbsolute() ? "URI" : "URI-reference";
    } else if (value instanceof OffsetDateTime time) {
      type = "Timestamp";
      text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
    attributes.putObject(name).put("type", type).put("text", text);
  }

  /** A protobuf message comes within an Any, whose type the media type and the schema say as well. */
  private static byte[] bytesOf(CloudEventData data) {
    return data instanceof ProtoCloudEventData message
        ? message.getAny().getValue().toByteArray()
        : data.toBytes();
  }

  private static ObjectNode describe(CloudEvent event) {
    ObjectNode description = JSON.createObjectNode();
    ObjectNode attributes = description.putObject("attributes");
    for (String name : event.getAttributeNames()) {
      describeAttribute(attributes, name, event.getAttribute(name));
    }
    for (String name : event.getExtensionNames()) {
      describeAttribute(attributes, name, event.getExtension(name));
    }
    CloudEventData data = event.getData();
    if (data != null) {
      description
          .putObject("data")
          .put("kind", data instanceof JsonCloudEventData ? "json" : "binary")
          .put("base64", Base64.getEncoder().encodeToString(bytesOf(data)));
    }
    return description;
  }

  private static ArrayNode receive(HttpExchange exchange, byte[] body) {
    CloudEvent event =
        HttpMessageFactory.createReaderFromMultimap(exchange.getRequestHeaders(), body).toEvent();
    return JSON.createArrayNode().add(describe(event));
  }

  private static void setExtension(
      CloudEventBuilder builder, String name, String type, String text) {
    switch (type) {
      case "Boolean" -> builder.withExtension(name, Boolean.valueOf(text));
      case "Integer" -> builder.withExtension(name, Integer.valueOf(text));
      case "Binary" -> builder.withExtension(name, Base64.getDecoder().decode(text));
      case "URI", "URI-reference" -> builder.withExtension(name, URI.create(text));
      case "Timestamp" -> builder.withExtension(name, OffsetDateTime.parse(text));
      default -> builder.withExtension(name, text);
    }
  }

  private static CloudEvent build(JsonNode description) throws IOException {
    CloudEventBuilder builder = CloudEventBuilder.v1();
    for (Map.Entry<String, JsonNode> entry : description.get("attributes").properties()) {
      String text = entry.getValue().get("text").asText();
      switch (entry.getKey()) {
        case "specversion" -> {}
        case "id" -> builder.withId(text);
        case "source" -> builder.withSource(URI.create(text));
        case "type" -> builder.withType(text);
        case "datacontenttype" -> builder.withDataContentType(text);
        case "dataschema" -> builder.withDataSchema(URI.create(text));
        case "subject" -> builder.withSubject(text);
        case "time" -> builder.withTime(OffsetDateTime.parse(text));
        default ->
            setExtension(builder, entry.getKey(), entry.getValue().get("type").asText(), text);
      }
    }
    JsonNode data = description.get("data");
    if (data != null) {
      byte[] bytes = data.get("base64").binaryValue();
      if (data.get("kind").asText().equals("json")) {
        builder.withData(JsonCloudEventData.wrap(JSON.readTree(bytes)));
      } else {
        builder.withData(bytes);
      }
    }
    return builder.build();
  }

  private static void send(JsonNode order) throws IOException, InterruptedException {
    String mode = order.get("mode").asText();
    if (mode.equals("batched")) {
      throw new UnsupportedOperationException("the SDK has no batches");
    }
    CloudEvent event = build(order.get("events").get(0));
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(order.get("to").asText()));
    MessageWriter<?, ?> writer =
        HttpMessageFactory.createWriter(
            request::setHeader,
            body ->
                request.POST(
                    body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body)));
    if (mode.equals("binary")) {
      writer.writeBinary(event);
    } else {
      String mediaType = "application/cloudevents+" + order.get("format").asText();
      EventFormat format = EventFormatProvider.getInstance().resolveFormat(mediaType);
      if (format == null) {
        throw new UnsupportedOperationException("the SDK has no format for " + mediaType);
      }
      writer.writeStructured(event, format);
    }
    int status = CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("the receiver answered " + status);
    }
  }

  private static void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    byte[] answer;
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestURI().getPath().equals("/receive")) {
        answer = JSON.writeValueAsBytes(receive(exchange, body));
      } else {
        send(JSON.readTree(body));
        answer = JSON.writeValueAsBytes(JSON.createArrayNode());
      }
    } catch (Exception error) {
      // Whatever it is, the SDK has not understood the message or the event.
      status = 422;
      answer = error.toString().getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** Prints the port and serves until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", JavaPeer::handle);
    server.start();
    System.out.println(server.getAddress().getPort());
    System.in.readAllBytes();
    System.exit(0);
  }
}
