package io.espalier.controller.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads specs from YAML and writes them back with every default spelt out. */
public final class SpecReader {
  private static final long MOST_BYTES = 1 << 20;

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .stringQuotingChecker(new Quotes())
                  .build())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** YAML takes for a number more than the usual checker knows, for instance 0x1f. */
  private static final class Quotes extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return value.isEmpty()
          || !Character.isLetter(value.charAt(0))
          || super.needToQuoteValue(value);
    }
  }

  private SpecReader() {}

  /**
   * The experiment in that file.
   *
   * @throws SpecException if there is no such file, it is no YAML, or it says something that cannot
   *     be run
   */
  public static ExperimentSpec read(Path file) throws SpecException {
    requireSmallFile(file);
    try {
      return read(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new SpecException(file + ": could not be read: " + e.getMessage());
    }
  }

  /**
   * The experiment in those bytes, YAML or JSON.
   *
   * @param name of the file or whatever they are from, for messages
   * @throws SpecException if they say something that cannot be run
   */
  public static ExperimentSpec read(String name, byte[] content) throws SpecException {
    try {
      return SpecForm.spec(parse(name, content));
    } catch (IllegalArgumentException e) {
      throw new SpecException(SpecComplaint.oneLine(name + ": " + e.getMessage()));
    } catch (IOException e) {
      throw new SpecException(name + ": could not be read: " + e.getMessage());
    }
  }

  /** The spec as data, every default spelt out; in the form of its file. */
  public static JsonNode tree(ExperimentSpec spec) {
    return YAML.valueToTree(SpecForm.file(spec));
  }

  /** The spec as YAML, every default spelt out; reading it gives the same spec. */
  public static String write(ExperimentSpec spec) {
    try {
      return YAML.writeValueAsString(SpecForm.file(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a spec has no YAML form", e);
    }
  }

  private static SpecFile parse(String file, byte[] content) throws IOException, SpecException {
    try {
      SpecFile spec = YAML.readValue(content, SpecFile.class);
      if (spec == null) {
        throw new SpecException(file + ": expected a spec, found an empty file");
      }
      return spec;
    } catch (JsonProcessingException | CharConversionException e) {
      throw new SpecException(new SpecComplaint(YAML.getFactory(), content).about(file, e));
    }
  }

  private static void requireSmallFile(Path file) throws SpecException {
    if (!Files.isRegularFile(file)) {
      String found = Files.isDirectory(file) ? "a directory" : "no such file";
      throw new SpecException(file + ": expected a spec, found " + found);
    }
    long bytes = file.toFile().length();
    if (bytes > MOST_BYTES) {
      throw new SpecException(
          "%s: expected a spec of at most %d bytes, found %d".formatted(file, MOST_BYTES, bytes));
    }
  }
}
