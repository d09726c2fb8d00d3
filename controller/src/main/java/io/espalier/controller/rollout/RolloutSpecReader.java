package io.espalier.controller.rollout;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.stream.Collectors;

/** Reads what people write, as YAML or as JSON, which is YAML too. */
public final class RolloutSpecReader {
  private static final int LONGEST = 300;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private RolloutSpecReader() {}

  /**
   * The file, not checked yet.
   *
   * @throws IllegalArgumentException in one line, if it is no YAML or has keys that nobody knows
   */
  public static RolloutFile read(byte[] content) {
    try {
      RolloutFile file = YAML.readValue(content, RolloutFile.class);
      if (file == null) {
        throw new IllegalArgumentException("rollout: expected keys and values, found nothing");
      }
      return file;
    } catch (UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "unknown key '%s'; expected one of %s".formatted(e.getPropertyName(), known), e);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException("%s: expected %s".formatted(key(e), expected(e)), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "line %d: expected YAML or JSON: %s"
              .formatted(
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  oneLine(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("rollout: " + oneLine(String.valueOf(e.getMessage())), e);
    }
  }

  private static String key(JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
            .collect(Collectors.joining("."));
    return key.isEmpty() ? "rollout" : key;
  }

  private static String expected(JsonMappingException e) {
    String key = e.getPath().isEmpty() ? "" : String.valueOf(e.getPath().get(0).getFieldName());
    return switch (key) {
      case "waves" -> "a list such as [5%, 25%, 100%]";
      case "gates" -> "keys and values such as {maxAccuracyDrop: 1%, maxP99: 20ms}";
      case "" -> "keys and values";
      default -> "text or a number";
    };
  }

  private static String oneLine(String text) {
    String line =
        text.lines().findFirst().orElse("").replaceFirst("^[a-z.]+[A-Za-z]+Exception: ", "");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
