package io.espalier.controller.experiment;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads specs from YAML and writes them back with every default spelt out. */
public final class SpecReader {
  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private SpecReader() {}

  /**
   * The experiment in that file.
   *
   * @throws SpecException if there is no such file, it is no YAML, or it says something that cannot
   *     be run
   */
  public static ExperimentSpec read(Path file) throws SpecException {
    if (!Files.isRegularFile(file)) {
      throw new SpecException(file + ": expected a spec, found no such file");
    }
    try {
      SpecFile spec = YAML.readValue(Files.readAllBytes(file), SpecFile.class);
      if (spec == null) {
        throw new SpecException(file + ": expected a spec, found an empty file");
      }
      return ExperimentSpec.of(spec);
    } catch (JsonProcessingException e) {
      throw new SpecException(file + where(e) + ": " + what(e));
    } catch (IllegalArgumentException e) {
      throw new SpecException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new SpecException(file + ": could not be read: " + e.getMessage());
    }
  }

  /** The spec as YAML, every default spelt out; reading it gives the same spec. */
  public static String write(ExperimentSpec spec) {
    try {
      return YAML.writeValueAsString(spec.toFile());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a spec has no YAML form", e);
    }
  }

  private static String where(JacksonException e) {
    JsonLocation location = e.getLocation();
    return location == null ? "" : ":" + location.getLineNr();
  }

  private static String what(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown key '%s'%s; expected one of %s"
          .formatted(
              unknown.getPropertyName(),
              in(unknown.getPath().subList(0, unknown.getPath().size() - 1)),
              unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    if (e instanceof InvalidFormatException wrong) {
      return "%s: expected %s, found '%s'"
          .formatted(path(wrong.getPath()), name(wrong.getTargetType()), wrong.getValue());
    }
    if (e instanceof MismatchedInputException wrong && !wrong.getPath().isEmpty()) {
      return path(wrong.getPath()) + ": expected " + name(wrong.getTargetType());
    }
    return e.getOriginalMessage().lines().findFirst().orElse("no YAML");
  }

  private static String name(Class<?> type) {
    if (Number.class.isAssignableFrom(type)) {
      return type == Integer.class ? "a whole number" : "a number";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "text" : "keys of '" + lower(type.getSimpleName()) + "'";
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String in(List<JsonMappingException.Reference> path) {
    return path.isEmpty() ? "" : " in " + path(path);
  }

  private static String path(List<JsonMappingException.Reference> path) {
    StringBuilder text = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return text.toString();
  }
}
