package io.espalier.controller.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of some metrics in one go over a record's text: this is done for every record of
 * a fleet, and a tree of each would take three times as long.
 */
final class MetricReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final Place root = new Place();

  /** What is at a place in a record: a metric's value, or places inside it. */
  private static final class Place {
    private final Map<String, Place> inside = new HashMap<>();
    private @Nullable String metric;
  }

  /** A reader of these. */
  MetricReader(List<Metric> metrics) {
    for (Metric metric : metrics) {
      Place place = root;
      for (JsonPointer at = metric.field(); !at.matches(); at = at.tail()) {
        place = place.inside.computeIfAbsent(at.getMatchingProperty(), first -> new Place());
      }
      place.metric = metric.name();
    }
  }

  /** The values in a record by metric; none if it cannot be read, as a later build may find. */
  Map<String, Double> values(String record) {
    Map<String, Double> values = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(record)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read(parser, root, values);
      }
      return values;
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static void read(JsonParser parser, Place here, Map<String, Double> values)
      throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Place place = here.inside.get(name);
      JsonToken value = parser.nextToken();
      if (place == null) {
        parser.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        read(parser, place, values);
      } else if (place.metric != null && value.isNumeric()) {
        values.put(place.metric, parser.getDoubleValue());
      } else {
        parser.skipChildren();
      }
    }
  }
}
