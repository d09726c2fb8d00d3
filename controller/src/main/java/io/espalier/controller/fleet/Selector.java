package io.espalier.controller.fleet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are meant: all, or those of which every condition holds.
 *
 * @param conditions values by label; {@code node} and {@code hardware} stand for what the node is
 */
public record Selector(Map<String, String> conditions) {
  private static final String ALL = "all";

  /** Copies the conditions, in their order. */
  public Selector {
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
  }

  /**
   * The selector that is written like this: {@code all}, or {@code key=value[,key=value…]}.
   *
   * @throws IllegalArgumentException if it is written otherwise
   */
  public static Selector parse(String text) {
    Map<String, String> conditions = new LinkedHashMap<>();
    if (text.equals(ALL)) {
      return new Selector(conditions);
    }
    for (String condition : text.split(",", -1)) {
      int equals = condition.indexOf('=');
      if (equals < 1 || conditions.containsKey(condition.substring(0, equals))) {
        throw new IllegalArgumentException(
            "selector: expected all or key=value[,key=value], each key once, found '" + text + "'");
      }
      conditions.put(condition.substring(0, equals), condition.substring(equals + 1));
    }
    return new Selector(conditions);
  }

  /** Whether a node is meant. */
  public boolean matches(KnownNode node) {
    return conditions.entrySet().stream()
        .allMatch(condition -> condition.getValue().equals(value(node, condition.getKey())));
  }

  private static @Nullable String value(KnownNode node, String key) {
    return switch (key) {
      case "node" -> node.id().value();
      case "hardware" -> node.hardware();
      default -> node.labels().get(key);
    };
  }

  @Override
  public String toString() {
    if (conditions.isEmpty()) {
      return ALL;
    }
    StringJoiner text = new StringJoiner(",");
    conditions.forEach((key, value) -> text.add(key + "=" + value));
    return text.toString();
  }
}
