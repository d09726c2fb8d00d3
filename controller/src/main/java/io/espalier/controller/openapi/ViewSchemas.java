package io.espalier.controller.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON schemas of records as {@code MessageCodec} writes them, and of all that is in them. */
final class ViewSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, ObjectNode> schemas = new TreeMap<>();

  /** Everything that was asked for so far, by name. */
  Map<String, ObjectNode> all() {
    return schemas;
  }

  /** How others refer to a record, whose schema is made if it is not there yet. */
  ObjectNode reference(Class<?> record) {
    String name = name(record);
    if (!schemas.containsKey(name)) {
      ObjectNode schema = JSON.objectNode();
      schemas.put(name, schema); // Before its components, which may contain it.
      describe(record, schema);
    }
    return JSON.objectNode().put("$ref", REFERENCE + name);
  }

  private void describe(Class<?> record, ObjectNode schema) {
    schema.put("type", "object");
    var required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : record.getRecordComponents()) {
      String name = nameOf(component);
      properties.set(name, of(component.getGenericType()));
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(name);
      }
    }
  }

  private static String nameOf(RecordComponent component) {
    JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private JsonNode of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> raw = (Class<?>) type;
    Optional<Method> value =
        Arrays.stream(raw.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(JsonValue.class))
            .findFirst();
    if (value.isPresent()) {
      return of(value.get().getGenericReturnType());
    }
    if (raw.isEnum()) {
      return words(raw);
    }
    return raw.isRecord() ? reference(raw) : simple(raw);
  }

  private JsonNode ofGeneric(Class<?> raw, Type[] arguments) {
    if (Collection.class.isAssignableFrom(raw)) {
      ObjectNode list = typed("array");
      list.set("items", of(arguments[0]));
      return list;
    }
    if (Map.class.isAssignableFrom(raw)) {
      ObjectNode map = typed("object");
      map.set("additionalProperties", of(arguments[1]));
      return map;
    }
    throw new IllegalArgumentException("schema: expected a list or a map, found " + raw);
  }

  private static JsonNode simple(Class<?> type) {
    if (type == String.class) {
      return typed("string");
    } else if (type == boolean.class || type == Boolean.class) {
      return typed("boolean");
    } else if (type == int.class || type == Integer.class) {
      return typed("integer").put("format", "int32");
    } else if (type == long.class || type == Long.class) {
      return typed("integer").put("format", "int64");
    } else if (type == double.class || type == Double.class) {
      return typed("number");
    } else if (type == Instant.class) {
      return typed("string").put("format", "date-time");
    } else if (JsonNode.class.isAssignableFrom(type)) {
      return JSON.objectNode();
    }
    throw new IllegalArgumentException("schema: expected a record or a value, found " + type);
  }

  private static JsonNode words(Class<?> type) {
    ObjectNode schema = typed("string");
    var words = schema.putArray("enum");
    for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
      words.add(word((Enum<?>) constant));
    }
    return schema;
  }

  private static String word(Enum<?> constant) {
    try {
      JsonProperty renamed =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return renamed == null ? constant.name() : renamed.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(constant + " has no field", e);
    }
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put("type", type);
  }

  /** As in Java, without the package. */
  private static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }
}
