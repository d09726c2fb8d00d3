package io.espalier.controller.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.controller.openapi.ApiDescription.Operation;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as the examples of a description make it.
 *
 * @param method of HTTP
 * @param path below the base, with its parameters
 * @param query parameters by name
 * @param type of the body; absent where there is none
 * @param body what is sent
 */
public record ExampleRequest(
    String method, String path, Map<String, String> query, @Nullable String type, Buffer body) {
  /**
   * The one for an operation.
   *
   * @param document to look up references in
   * @param given examples that only the test knows, by name of the parameter or operation
   */
  public static ExampleRequest of(
      JsonNode document, Operation operation, Map<String, Buffer> given) {
    String path = operation.path();
    Map<String, String> query = new TreeMap<>();
    JsonNode shared = document.at("/paths").path(operation.path()).path("parameters");
    for (JsonNode list : new JsonNode[] {shared, operation.description().path("parameters")}) {
      for (JsonNode one : list) {
        JsonNode parameter = resolved(document, one);
        String name = parameter.path("name").asText();
        Buffer known = given.get(name);
        String example = known == null ? parameter.path("example").asText() : known.toString();
        if (parameter.path("in").asText().equals("path")) {
          path = path.replace("{" + name + "}", example);
        } else if (parameter.path("in").asText().equals("query") && !example.isEmpty()) {
          query.put(name, example);
        }
      }
    }
    JsonNode contents = operation.description().path("requestBody").path("content");
    if (contents.isMissingNode()) {
      return new ExampleRequest(operation.method(), path, query, null, Buffer.buffer());
    }
    var content = contents.properties().iterator().next();
    Buffer known = given.get(operation.description().path("operationId").asText());
    return new ExampleRequest(
        operation.method(),
        path,
        query,
        content.getKey(),
        known != null
            ? known
            : Buffer.buffer(MessageCodec.encode(content.getValue().path("example"))));
  }

  /** Where it goes, below the base. */
  String target() {
    StringBuilder target = new StringBuilder(path);
    query.forEach(
        (name, value) ->
            target
                .append(target.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
    return target.toString();
  }

  /** A value as part of an address. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
