package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad spec is refused in one line: file, key, what was expected, what was found. */
class SpecComplaintTest {
  private static final String LEAST = "name: small\nmodel: {train: {layers: [4, 2, 4]}}\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("spec.yaml");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seeds: 0                | seeds: expected how many (1 to 1000) or a list, found 0
          seeds: -1               | seeds: expected how many (1 to 1000) or a list, found -1
          seeds: 1001             | seeds: expected how many (1 to 1000) or a list, found 1001
          seeds: 1.5              | seeds: expected how many (1 to 1000) or a list, found 1.5
          seeds: few              | seeds: expected how many (1 to 1000) or a list, found "few"
          seeds: {a: 1}           | seeds: expected how many (1 to 1000) or a list, found {"a":1}
          seeds: []               | seeds: expected at least one, found []
          seeds: [1, 2, 1]        | seeds[2]: expected no repetition, found 1
          seeds: [-1]             | seeds[0]: expected a whole number in 0 … 2⁶³−1, found -1
          seeds: [0.5]            | seeds[0]: expected a whole number in 0 … 2⁶³−1, found 0.5
          seeds: [~]              | seeds[0]: expected a whole number in 0 … 2⁶³−1, found null
          seeds: [9223372036854775808] | seeds[0]: expected a whole number in 0 … 2⁶³−1, found 9223372036854775808
          sparsities: [1.2]       | sparsities[0]: expected a fraction in [0, 1), found 1.2
          sparsities: [0.5, 1]    | sparsities[1]: expected a fraction in [0, 1), found 1.0
          sparsities: [-0.1]      | sparsities[0]: expected a fraction in [0, 1), found -0.1
          sparsities: [.nan]      | expected YAML: Malformed numeric value '.nan'
          sparsities: [0.5, 0.50] | sparsities[1]: expected no repetition, found 0.5
          sparsities: [much]      | sparsities[0]: expected a number, found 'much'
          sparsities: ["0.5"]     | sparsities[0]: expected a number, found '0.5'
          sparsities: [true]      | sparsities[0]: expected a number, found 'true'
          sparsities: [~]         | sparsities[0]: expected a value, found none
          sparsities: 0.5         | sparsities: expected a list, found '0.5'
          methods: [~]            | methods[0]: expected a value, found none
          svm: {gamma: scale}     | svm.gamma: expected one of [centred, raw], found 'scale'
          methods: [guess]        | methods[0]: expected one of [shapley, shapley-exact, lmg, forward-selection, magnitude, random, wanda, fisher, sparsegpt, snip], found 'guess'
          methods: shapley        | methods: expected a list, found 'shapley'
          methods: []             | methods: expected at least one, found []
          methods: [shapley, shapley] | methods[1]: expected no repetition, found shapley
          methods: [7]            | methods[0]: expected the name of a method, or keys and values, found '7'
          methods: [{name: a}]    | methods[0].method: expected a value, found none
          methods: [{name: dense, method: lmg}] | methods[0].name: expected 1 to 32 letters, digits, '.', '-' or '_', the first a letter or digit, and not 'dense', found 'dense'
          methods: [{name: a/b, method: lmg}] | methods[0].name: expected 1 to 32 letters, digits, '.', '-' or '_', the first a letter or digit, and not 'dense', found 'a/b'
          methods: [shapley, {method: shapley, refit: true}] | methods[1]: expected no repetition, found shapley
          methods: [{method: lmg, refit: true, bias-correction: true}] | methods[0]: expected refit or bias-correction, found both of them
          methods: [{method: lmg, refit: maybe}] | methods[0].refit: expected true or false, found 'maybe'
          methods: [{method: lmg, budget: row}] | methods[0].budget: expected one of [unit, layer, global, loss, sensitivity], found 'row'
          methods: [{method: lmg, budget: loss}] | methods[0].budget: expected 'loss' only where links are scored by it, found lmg
          methods: [{method: lmg, round: up}] | methods[0].round: expected one of [nearest, least-error], found 'up'
          methods: [{method: lmg, calibrate: max}] | methods[0].calibrate: expected one of [min-max, percentile, mse], found 'max'
          methods: [{method: lmg, converter: 1}] | methods[0].converter: expected one of [current, 2.3], found '1'
          methods: [{method: lmg, finetune-epochs: -1}] | methods[0].finetune-epochs: expected 0 to 1000, found -1
          methods: [{method: lmg, gradual: true, finetune-epochs: 0}] | methods[0].finetune-epochs: expected 1 to 1000, found 0
          methods: [{method: lmg, samples: 0}] | methods[0].samples: expected at least 1, found 0
          methods: [{method: lmg, layout: auto}] | unknown key 'layout' in methods[0]; expected one of allow-unreachable, bias-correction, budget, calibrate, converter, finetune-epochs, gradual, method, name, refit, round, samples, shrink
          metric: f1              | metric: expected one of [top-1, mse, mae, auc], found 'f1'
          metric: mse; head: rbf-svm | metric: expected 'top-1', for a head tells classes, found 'mse'
          normal: [1]; head: rbf-svm | normal: expected metric: auc and head: none beside it, found others
          normal: [1]; metric: top-1 | normal: expected metric: auc and head: none beside it, found others
          normal: [-1]            | normal[0]: expected a class, at least 0, found -1
          normal: [1, 1]          | normal[1]: expected no repetition, found 1
          head: none; svm: {c: 1} | svm: expected head: rbf-svm beside it, found head: none
          precisions: [fp8]       | precisions[0]: expected one of [fp32, fp16, int8, int8-full], found 'fp8'
          precisions: [8]         | precisions[0]: expected one of [fp32, fp16, int8, int8-full], found '8'
          precisions: [fp32, ~]   | precisions[1]: expected a value, found none
          precisions: []          | precisions: expected one of [fp32, fp16, int8, int8-full], found []
          precisions: [int8, int8] | precisions[1]: expected no repetition, found INT8
          head: softmax           | head: expected 'rbf-svm' or 'none', found 'softmax'
          strategy: sprint        | strategy: expected one of [grid, race], found 'sprint'
          strategy: race          | seeds: expected more than race.least, found 1
          race: {error: 0.1}      | race: expected strategy: race beside it, found grid
          svm: {on: output}       | svm.on: expected one of [reconstruction, code], found 'output'
          svm: {samples: 9}       | svm.samples: expected at least 10, found 9
          svm: {samples: 10.5}    | svm.samples: expected a whole number, found '10.5'
          svm: {c: 0}             | svm.c: expected above 0 and below 1e9, found 0.0
          svm: 10                 | svm: expected keys and values, found '10'
          nodes: some             | nodes: expected 'all' or a list of node ids, found "some"
          nodes: []               | nodes: expected 'all' or a list of node ids, found []
          nodes: [pi, pi]         | nodes[1]: expected no repetition, found pi
          nodes: [a/b]            | nodes[0]: node id: expected 1 to 64 letters, digits, '.', '-' or '_', found 'a/b'
          nodes: [7]              | nodes[0]: expected a node id, in quotes if it is a number, found 7
          nodes: [~]              | nodes[0]: expected a node id, in quotes if it is a number, found null
          run: {threads: 0}       | run.threads: expected 1 to 64, found 0
          run: {warmup: -1}       | run.warmup: expected 0 to 1000000, found -1
          run: {repeats: 0}       | run.repeats: expected 1 to 1000000, found 0
          run: {repeats: 1.5}     | run.repeats: expected a whole number, found '1.5'
          run: {repeats: 9999999999} | run.repeats: expected a whole number that is not so large, found '9999999999'
          """)
  void badValue_isNamedByItsKey(String line, String complaint) {
    assertThat(complaintAbout(LEAST + line.replace("; ", "\n") + "\n")).endsWith(": " + complaint);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {file: ''}              | model.file: expected the path of a .tflite file, found ''
          {file: a, train: {layers: [4, 4]}} | model: expected train or file, found both of them
          {train: {layers: [4, 4], goal: fun}} | model.train.goal: expected one of [reconstruction, classification], found 'fun'
          """)
  void badModel_isNamedByItsKey(String model, String complaint) {
    assertThat(complaintAbout("name: a\nmodel: " + model + "\n")).endsWith(": " + complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file: a.tflite", "train: {layers: [4, 2], goal: classification}"})
  void headForWhatIsNoAutoencoder_isRefused(String model) {
    assertThat(complaintAbout("name: a\nhead: rbf-svm\nmodel:\n  " + model + "\n"))
        .endsWith(
            ": head: expected 'none' for a model that is no autoencoder trained here, found"
                + " 'rbf-svm'");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [4]           | model.train.layers: expected at least two widths, found [4]
          []            | model.train.layers: expected at least two widths, found []
          [4, 0, 4]     | model.train.layers[1]: expected 1 to 65536, found 0
          [4, 65537, 4] | model.train.layers[1]: expected 1 to 65536, found 65537
          [65536, 65536, 65536] | model.train.layers: expected at most 500000000 links, found 8589934592
          [4, two, 4]   | model.train.layers[1]: expected a whole number, found 'two'
          [4, 2.5, 4]   | model.train.layers[1]: expected a whole number, found '2.5'
          [4, ~, 4]     | model.train.layers[1]: expected a value, found none
          [4, [2], 4]   | model.train.layers[1]: expected a whole number, found a list
          narrow        | model.train.layers: expected a list, found 'narrow'
          {a: 4}        | model.train.layers: expected a list, found keys and values
          ~             | model.train.layers: expected widths such as [784, 256, 64, 256, 784], found none
          """)
  void badLayers_areNamedByTheirIndex(String layers, String complaint) {
    assertThat(complaintAbout("name: a\nmodel: {train: {layers: " + layers + "}}\n"))
        .endsWith(": " + complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001"})
  void epochsOutOfRange_areRefused(String epochs) {
    assertThat(complaintAbout(LEAST.replace("}}", ", epochs: " + epochs + "}}")))
        .isEqualTo(file + ": model.train.epochs: expected 1 to 1000, found " + epochs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".hidden", "a/b", "a b", "-o", "''", "\"a\\nb\"", "'é'"})
  void nameThatIsNoDirectoryName_isRefused(String name) {
    assertThat(complaintAbout(LEAST.replace("small", name)))
        .startsWith(file + ": name: expected 1 to 48 letters, digits, '.', '-' or '_'");
  }

  @Test
  void missingName_isAskedFor() {
    assertThat(complaintAbout("model: {train: {layers: [4, 4]}}\n"))
        .isEqualTo(file + ": name: expected a value, found none");
  }

  @Test
  void unknownKey_isNamedWithItsLineAndWithThoseThereAre() {
    assertThat(complaintAbout(LEAST + "\nsparsity: [0.5]\n"))
        .isEqualTo(
            file
                + ":4: unknown key 'sparsity'; expected one of data, head, methods, metric, model,"
                + " name, nodes, normal, precisions, race, run, seeds, sparsities, strategy, svm");
  }

  @Test
  void unknownKeyInside_isNamedWithItsPlace() {
    assertThat(complaintAbout("name: a\nmodel:\n  train:\n    epoch: 3\n"))
        .isEqualTo(
            file + ":4: unknown key 'epoch' in model.train; expected one of epochs, goal, layers");
  }

  @Test
  void wrongType_isNamedWithItsLine() {
    assertThat(complaintAbout(LEAST + "sparsities:\n  - 0.5\n  - much\n"))
        .isEqualTo(file + ":5: sparsities[1]: expected a number, found 'much'");
  }

  @Test
  void repeatedKey_isRefusedWithItsLine() {
    assertThat(complaintAbout(LEAST + "head: rbf-svm\nhead: rbf-svm\n"))
        .startsWith(file + ":4: ")
        .contains("Duplicate")
        .contains("'head'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n"})
  void fileThatSaysNothing_isRefused(String nothing) {
    assertThat(complaintAbout(nothing)).endsWith("spec: expected keys and values, found nothing");
  }

  @Test
  void fileThatSaysNull_isRefused() {
    assertThat(complaintAbout("~\n")).isEqualTo(file + ": expected a spec, found an empty file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a\n- b\n", "just text\n", "42\n"})
  void fileWithoutKeys_isRefused(String text) {
    assertThat(complaintAbout(text)).contains("spec: expected keys and values, found ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: [a\n",
        "name: 'a\n",
        "name: a\n  model: b\n",
        "\tname: a\n",
        "{{{{",
        "name: a\u0000b\n",
        "%!PS-Adobe\n",
        "&a *b : @c\n",
        LEAST + "---\nname: second\n"
      })
  void whatIsNoYaml_isRefused(String text) {
    assertThat(complaintAbout(text)).containsPattern("spec\\.yaml(:\\d+)?: .*expected ");
  }

  @Test
  void bytesThatAreNoText_areRefused() throws IOException {
    byte[] bytes = {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0xc3, 0x28};
    assertThat(complaintAbout(bytes)).contains("expected YAML");
  }

  @Test
  void missingFile_isRefused() {
    assertThat(complaint()).isEqualTo(file + ": expected a spec, found no such file");
  }

  @Test
  void directory_isRefused() throws IOException {
    Files.createDirectory(file);
    assertThat(complaint()).isEqualTo(file + ": expected a spec, found a directory");
  }

  @Test
  void hugeFile_isRefusedUnread() throws IOException {
    Files.write(file, new byte[2_000_000]);
    assertThat(complaint())
        .isEqualTo(file + ": expected a spec of at most 1048576 bytes, found 2000000");
  }

  @Test
  void nestingWithoutEnd_doesNotHang() {
    assertQuicklyRefused("seeds: " + "[".repeat(500_000));
    assertQuicklyRefused("seeds: " + "{a: ".repeat(100_000));
  }

  @Test
  void aliasesOfAliases_doNotHang() {
    StringBuilder laughs = new StringBuilder(LEAST + "seeds:\n  - &a0 [1]\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("  - &a%d [%s]\n".formatted(i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    assertQuicklyRefused(laughs.toString());
  }

  private void assertQuicklyRefused(String yaml) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(complaintAbout(yaml)).contains("expected"));
  }

  private String complaintAbout(String yaml) {
    return complaintAbout(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private String complaintAbout(byte[] yaml) {
    try {
      Files.write(file, yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return complaint();
  }

  private String complaint() {
    SpecException refusal =
        assertThatExceptionOfType(SpecException.class)
            .isThrownBy(() -> SpecReader.read(file))
            .actual();
    String message = String.valueOf(refusal.getMessage());
    assertThat(message).doesNotContain("\n").hasSizeLessThan(600).startsWith(file.toString());
    return message;
  }
}
