package io.espalier.controller.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.espalier.controller.openapi.ApiDescription.Operation;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description against the controller, in both directions. */
class ApiDescriptionIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private DescribedFleet fleet;
  private JsonNode document;

  @BeforeEach
  void start() throws Exception {
    fleet = new DescribedFleet(directory);
    document = JSON.readTree(get("/openapi.json"));
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void everyRouteIsDescribed_andEveryDescriptionIsARoute() {
    List<String> described =
        ApiDescription.read().operations().stream().map(Operation::toString).toList();
    assertThat(fleet.operations())
        .as(
            "a route that is mounted and not described: add it to a file in"
                + " controller/src/main/resources/openapi, and a new file to ApiDescription.FILES;"
                + " one that is described and not mounted: take it out there or mount it")
        .containsExactlyInAnyOrderElementsOf(described);
  }

  /** What is made first, then what is read, then what is told what to do, then what is removed. */
  @Test
  void everyExample_isAnsweredAsTheDescriptionSays() throws Exception {
    List<Operation> inOrder =
        ApiDescription.read().operations().stream()
            .sorted(Comparator.comparingInt(ApiDescriptionIT::turn))
            .toList();
    for (Operation operation : inOrder) {
      check(operation);
    }
  }

  private String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(fleet.base() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int turn(Operation operation) {
    boolean one = operation.path().contains("{");
    return switch (operation.method()) {
      case "POST" -> one ? 3 : 0;
      case "PUT" -> 1;
      case "GET" -> 2;
      default -> 4;
    };
  }

  private void check(Operation operation) throws Exception {
    ExampleRequest example = ExampleRequest.of(document, operation, fleet.examples());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fleet.base() + example.target()))
            .method(example.method(), BodyPublishers.ofByteArray(example.body().getBytes()));
    if (example.type() != null) {
      request.header("Content-Type", example.type());
    }
    HttpResponse<InputStream> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      String type = answer.headers().firstValue("content-type").orElse("");
      String text =
          type.equals("text/event-stream")
              ? ""
              : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      int expected = operation.description().path("x-example-status").asInt(200);
      assertThat(answer.statusCode())
          .as(
              "%s with the examples of its description (x-example-status says which status they"
                  + " get, 200 to 299 if absent): %s",
              operation, text)
          .matches(status -> expected == 200 ? status / 100 == 2 : status == expected);
      JsonNode described =
          operation.description().path("responses").path(String.valueOf(answer.statusCode()));
      assertThat(described.isMissingNode())
          .as("%s answers %d: described?", operation, answer.statusCode())
          .isFalse();
      assertThat(described.path("headers").properties())
          .as("headers of %s", operation)
          .allMatch(header -> answer.headers().firstValue(header.getKey()).isPresent());
      JsonNode content = ExampleRequest.resolved(document, described).path("content");
      assertThat(content.isMissingNode() ? type : content.properties().iterator().next().getKey())
          .as("%s content type", operation)
          .isEqualTo(type);
      if (type.endsWith("json")) {
        isOf(content.path(type).path("schema"), text, operation);
      }
    }
  }

  private void isOf(JsonNode schema, String text, Operation operation) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", strict(document.path("components").deepCopy()));
    assertThat(schemas.getSchema(whole).validate(text, InputFormat.JSON))
        .as("%s answers %s", operation, text)
        .isEmpty();
  }

  /** Readers must bear what they do not know; here nothing may be left out of the description. */
  private static JsonNode strict(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("properties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDescriptionIT::strict);
    return node;
  }
}
