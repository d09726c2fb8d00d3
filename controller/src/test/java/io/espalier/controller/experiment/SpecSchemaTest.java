package io.espalier.controller.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of specs, which editors read, says what the reader of specs does. */
class SpecSchemaTest {
  private static final String LEAST = "name: small\nmodel: {train: {layers: [4, 2, 4]}}\n";
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final JsonNode DOCUMENT = document();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DOCUMENT.toString(), InputFormat.JSON);

  @Test
  void schema_hasTheKeysOfTheReader_andNoOther() {
    assertHasKeysOf(SpecFile.class, DOCUMENT);
    assertHasKeysOf(RecipeFile.class, DOCUMENT.at("/properties/methods/items/oneOf/1"));
  }

  @Test
  void defaults_areThoseOfTheReader() throws Exception {
    JsonNode resolved = SpecReader.tree(spec(LEAST));
    for (Map.Entry<String, JsonNode> one : DOCUMENT.path("properties").properties()) {
      JsonNode value = one.getValue().path("default");
      if (!value.isMissingNode() && !one.getKey().equals("seeds")) {
        assertThat(resolved.path(one.getKey())).as(one.getKey()).isEqualTo(value);
      }
    }
    String race = LEAST + "seeds: 5\nstrategy: race\n";
    for (String part : List.of("svm", "run", "race")) {
      JsonNode found = SpecReader.tree(spec(race)).path(part);
      for (Map.Entry<String, JsonNode> one :
          DOCUMENT.at("/properties/" + part + "/properties").properties()) {
        assertThat(found.path(one.getKey()).asText())
            .as(part + "." + one.getKey())
            .startsWith(one.getValue().path("default").asText());
      }
    }
  }

  @Test
  void examples_fit_asTheyAreAndResolved() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("../examples"))) {
      List<Path> specs = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(specs).isNotEmpty();
      for (Path file : specs) {
        assertThat(complaints(Files.readString(file))).as(file.toString()).isEmpty();
        String resolved = SpecReader.write(SpecReader.read(file));
        assertThat(complaints(resolved)).as(file.toString()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seeds: [7, 3]",
        "data: idx:some/folder",
        "svm: {samples: 50, c: 0.1, gamma: raw, on: code}",
        "sparsities: [0.5, 0]",
        "nodes: [pi-1, '7']",
        "data: npz:some.npz",
        "data: csv:some.csv",
        "head: none",
        "metric: mae",
        "normal: [0, 8]",
        "model: {file: model.tflite}",
        "model: {train: {goal: classification, layers: [4, 3]}}",
        "methods: [wanda, {name: mine, method: lmg, refit: true, shrink: true, samples: 9}]",
        "methods: [{method: fisher, gradual: true, finetune-epochs: 1, budget: global}]",
        "methods: [{method: fisher, budget: loss}]",
        "methods: [{method: snip, bias-correction: true, round: least-error, calibrate: mse}]",
        "methods: [{method: shapley, converter: '2.3', allow-unreachable: true}]",
        "precisions: [fp32, int8-full]",
        "{seeds: 5, strategy: race, race: {objective: min p99 s.t. accuracy > 97%, least: 2}}"
      })
  void right_isRightForBoth(String more) throws Exception {
    assertThat(complaints(with(more))).isEmpty();
    assertThat(spec(with(more)).name()).isEqualTo("small");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seeds: 0",
        "seeds: []",
        "seeds: [-1]",
        "seeds: [1, 1]",
        "name: 'a b'",
        "model: {train: {layers: [4]}}",
        "model: {train: {layers: [4, 0, 4]}}",
        "model: {train: {layers: [4, 2, 4], epochs: 0}}",
        "head: softmax",
        "svm: {samples: 9}",
        "svm: {c: 0}",
        "svm: {on: output}",
        "methods: [guess]",
        "methods: [{name: mine}]",
        "methods: [{name: dense, method: lmg}]",
        "methods: [{name: a b, method: lmg}]",
        "methods: [{method: guess}]",
        "methods: [{method: lmg, score: 1}]",
        "methods: [{method: lmg, refit: true, bias-correction: true}]",
        "methods: [{method: lmg, finetune-epochs: -1}]",
        "methods: [{method: lmg, gradual: true, finetune-epochs: 0}]",
        "methods: [{method: lmg, samples: 0}]",
        "methods: [{method: lmg, budget: row}]",
        "methods: [{method: lmg, budget: loss}]",
        "methods: [{method: lmg, round: up}]",
        "methods: [{method: lmg, calibrate: max}]",
        "methods: [{method: lmg, converter: 3}]",
        "metric: f1",
        "normal: [-1]",
        "normal: [1, 1]",
        "model: {file: ''}",
        "model: {file: a.tflite, train: {layers: [4, 4]}}",
        "model: {train: {goal: fun, layers: [4, 4]}}",
        "{model: {file: a.tflite}, head: rbf-svm}",
        "{model: {train: {goal: classification, layers: [4, 4]}}, head: rbf-svm}",
        "{head: none, svm: {c: 1}}",
        "{metric: mse, head: rbf-svm}",
        "{normal: [1], head: rbf-svm}",
        "{normal: [1], metric: top-1}",
        "sparsities: [1]",
        "precisions: []",
        "nodes: some",
        "run: {threads: 65}",
        "run: {repeats: 0}",
        "strategy: sprint",
        "race: {error: 0.1}",
        "{seeds: 5, strategy: race, race: {error: 0.6}}",
        "{seeds: 5, strategy: race, race: {objective: best}}",
        "speed: 1"
      })
  void wrong_isWrongForBoth(String more) throws Exception {
    assertThat(complaints(with(more))).isNotEmpty();
    assertThatExceptionOfType(SpecException.class).isThrownBy(() -> spec(with(more)));
  }

  private static void assertHasKeysOf(Class<?> record, JsonNode schema) {
    RecordComponent[] components = record.getRecordComponents();
    assertThat(schema.path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            Arrays.stream(components).map(SpecSchemaTest::key).toArray(String[]::new));
    for (RecordComponent component : components) {
      if (component.getType().isRecord()) {
        assertHasKeysOf(component.getType(), schema.at("/properties/" + component.getName()));
      }
    }
  }

  private static String key(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? component.getName() : named.value();
  }

  /** The least spec with other keys, as JSON. */
  private static String with(String more) throws Exception {
    Map<String, Object> spec = YAML.readValue(LEAST, new TypeReference<>() {});
    Map<String, Object> others = YAML.readValue(more, new TypeReference<>() {});
    spec.putAll(others);
    return new ObjectMapper().writeValueAsString(spec);
  }

  private static ExperimentSpec spec(String text) throws SpecException {
    return SpecReader.read("spec", text.getBytes(UTF_8));
  }

  private static List<String> complaints(String yaml) throws Exception {
    return SCHEMA.validate(YAML.readTree(yaml).toString(), InputFormat.JSON).stream()
        .map(String::valueOf)
        .toList();
  }

  private static JsonNode document() {
    try {
      return new ObjectMapper()
          .readTree(Path.of("../docs/reference/experiment.schema.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
