package io.espalier.controller.experiment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Says in one line what is wrong with a YAML file: line, key, what was expected and found. */
final class SpecComplaint {
  private static final int LONGEST = 500;

  private final JsonFactory yaml;
  private final byte[] content;

  private record Spot(int line, String found) {}

  SpecComplaint(JsonFactory yaml, byte[] content) {
    this.yaml = yaml;
    this.content = content;
  }

  /** What the reader stumbled over. */
  String about(String file, IOException failure) throws IOException {
    if (failure instanceof MismatchedInputException mismatch) {
      Spot spot = find(mismatch.getPath());
      return oneLine(file + ":" + spot.line() + ": " + what(mismatch, spot));
    }
    if (failure instanceof JsonMappingException at
        && at.getCause() instanceof InputCoercionException large) {
      Spot spot = find(at.getPath());
      String expected = name(large.getTargetType()) + " that is not so large";
      return oneLine(
          "%s:%d: %s: expected %s, found %s"
              .formatted(file, spot.line(), key(at.getPath()), expected, spot.found()));
    }
    JsonLocation location =
        failure instanceof JsonProcessingException syntax ? syntax.getLocation() : null;
    String line = location == null ? "" : ":" + location.getLineNr();
    return oneLine(file + line + ": expected YAML: " + withoutQuotation(failure));
  }

  /** In one line, and not a long one, whatever the file says. */
  static String oneLine(String complaint) {
    String line = complaint.replaceAll("\\R+\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static String what(MismatchedInputException mismatch, Spot spot) {
    List<JsonMappingException.Reference> path = mismatch.getPath();
    if (mismatch instanceof UnrecognizedPropertyException unknown) {
      return "unknown key '%s'%s; expected one of %s"
          .formatted(
              unknown.getPropertyName(),
              path.size() == 1 ? "" : " in " + key(path.subList(0, path.size() - 1)),
              unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    return "%s: expected %s, found %s"
        .formatted(key(path), name(mismatch.getTargetType()), spot.found());
  }

  /** The parser's message, but for the lines in which it quotes the file: they are indented. */
  private static String withoutQuotation(IOException failure) {
    String message =
        failure instanceof JsonProcessingException syntax
            ? syntax.getOriginalMessage()
            : String.valueOf(failure.getMessage());
    return message
        .replaceFirst("^[a-z.]+[A-Za-z]+Exception: ", "")
        .lines()
        .filter(line -> !line.startsWith(" "))
        .collect(Collectors.joining(", "));
  }

  /** Goes there again, for the mapper reads ahead before it complains. */
  private Spot find(List<JsonMappingException.Reference> path) throws IOException {
    JsonPointer wanted = JsonPointer.empty();
    for (JsonMappingException.Reference step : path) {
      wanted =
          step.getFieldName() == null
              ? wanted.appendIndex(step.getIndex())
              : wanted.appendProperty(step.getFieldName());
    }
    try (JsonParser parser = yaml.createParser(content)) {
      JsonToken token = parser.nextToken();
      while (token != null
          && (token == JsonToken.FIELD_NAME
              || !parser.getParsingContext().pathAsPointer().equals(wanted))) {
        token = parser.nextToken();
      }
      return new Spot(parser.currentTokenLocation().getLineNr(), found(parser));
    }
  }

  private static String found(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || parser.getText().isEmpty()) {
      return "nothing";
    }
    if (token.isScalarValue()) {
      return "'" + parser.getText() + "'";
    }
    return token == JsonToken.START_ARRAY ? "a list" : "keys and values";
  }

  private static String name(Class<?> type) {
    if (type == Integer.class || type == int.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == RecipeFile.class) {
      return "the name of a method, or keys and values";
    }
    return type == String.class ? "text" : "keys and values";
  }

  private static String key(List<JsonMappingException.Reference> path) {
    StringBuilder text = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return text.isEmpty() ? "spec" : text.toString();
  }
}
