package io.espalier.controller.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.controller.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The document about everything under {@code /api/v1}. People write a file for each resource in
 * {@code openapi/}: its paths, and names of records in {@code controller.api} where schemas go.
 * What is the same everywhere is added here: who may do it, and what is answered to those who may
 * not or ask too much.
 */
public final class ApiDescription {
  /** The files, without their suffix. A new resource adds one. */
  private static final List<String> FILES =
      List.of(
          "head", "access", "nodes", "artifacts", "rollouts", "experiments", "telemetry", "backup");

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
  private static final List<Integer> EVERYWHERE = List.of(401, 403, 429, 503);
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");
  private static final List<Integer> OF_BODIES = List.of(400, 409, 413, 415, 422);
  private static final String VIEWS = Problem.class.getPackageName() + ".";
  private static final String SCHEMAS = "#/components/schemas/";

  private final ObjectNode document;

  /**
   * Something that can be asked.
   *
   * @param method in capitals
   * @param path below {@code /api/v1}, parameters in braces
   * @param role who may at least
   * @param description as in the document
   */
  public record Operation(String method, String path, String role, JsonNode description) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private ApiDescription(ObjectNode document) {
    this.document = document;
  }

  /** Puts the document together. */
  public static ApiDescription read() {
    ObjectNode whole = file(FILES.get(0));
    for (String name : FILES.subList(1, FILES.size())) {
      add(whole, file(name));
    }
    ApiDescription description = new ApiDescription(whole);
    description.operations().forEach(ApiDescription::complete);
    description.addSchemas();
    return description;
  }

  /** All of it. */
  public JsonNode document() {
    return document;
  }

  /** Everything that can be asked, in the order of the files. */
  public List<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (METHODS.contains(method.getKey())) {
                            found.add(operation(method.getKey(), path.getKey(), method.getValue()));
                          }
                        }));
    return found;
  }

  private static Operation operation(String method, String path, JsonNode description) {
    String usual = method.equals("get") ? "viewer" : "operator";
    return new Operation(
        method.toUpperCase(java.util.Locale.ROOT),
        path,
        description.path("x-role").asText(usual),
        description);
  }

  private static void complete(Operation operation) {
    ObjectNode description = (ObjectNode) operation.description();
    description.put("x-role", operation.role());
    Set<Integer> problems = new TreeSet<>(EVERYWHERE);
    description.path("x-problems").forEach(status -> problems.add(status.asInt()));
    description.remove("x-problems");
    if (WITH_BODY.contains(operation.method())) {
      problems.addAll(OF_BODIES);
    }
    if (operation.method().equals("POST") && description.path("x-keeps-answer").asBoolean(true)) {
      description
          .withArrayProperty("parameters")
          .addObject()
          .put("$ref", "#/components/parameters/IdempotencyKey");
    }
    description.remove("x-keeps-answer");
    ObjectNode responses = description.withObjectProperty("responses");
    for (int status : problems) {
      responses.putObject(String.valueOf(status)).put("$ref", "#/components/responses/Problem");
    }
    var security = description.putArray("security");
    security.addObject().putArray("token");
    security.addObject().putArray("session");
  }

  /** Schemas that are named and not written are those of records. */
  private void addSchemas() {
    ViewSchemas views = new ViewSchemas();
    ObjectNode written = document.withObjectProperty("components").withObjectProperty("schemas");
    for (JsonNode reference : document.findValues("$ref")) {
      String target = reference.asText();
      String name = target.startsWith(SCHEMAS) ? target.substring(SCHEMAS.length()) : "";
      if (!name.isEmpty() && !written.has(name)) {
        views.reference(view(name));
      }
    }
    views.all().forEach(written::set);
  }

  private static Class<?> view(String name) {
    try {
      return Class.forName(VIEWS + name.replace('.', '$'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "openapi: expected schema %s in a file or a record %s%s, found neither"
              .formatted(name, VIEWS, name),
          e);
    }
  }

  private static void add(ObjectNode whole, JsonNode part) {
    part.properties()
        .forEach(
            field -> {
              JsonNode known = whole.get(field.getKey());
              if (known == null) {
                whole.set(field.getKey(), field.getValue());
              } else {
                add((ObjectNode) known, field.getValue());
              }
            });
  }

  private static ObjectNode file(String name) {
    try (InputStream content =
        ApiDescription.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
      if (content == null) {
        throw new IllegalStateException("openapi: expected " + name + ".yaml, found none");
      }
      return (ObjectNode) new YAMLMapper().readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException("openapi: " + name + ".yaml", e);
    }
  }
}
