package io.espalier.controller.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.data.DataException;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.Material;
import io.espalier.controller.experiment.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentDataTest {
  private static final String TABLE =
      "a,b,label\n0,1,0\n1,0,1\n0,1,0\n1,0,1\n0,1,2\n1,0,2\n0,1,0\n1,0,1\n0,1,0\n1,0,0\n";

  @TempDir Path outside;
  private Path root;

  @BeforeEach
  void putFiles() throws IOException {
    root = outside.resolve("data");
    Files.createDirectories(root.resolve("sub"));
    Files.writeString(root.resolve("sub/a.csv"), TABLE);
    Files.write(root.resolve("m.tflite"), new byte[] {7});
    Files.writeString(outside.resolve("b.csv"), TABLE);
    Files.write(outside.resolve("m.tflite"), new byte[] {8});
    Files.createSymbolicLink(root.resolve("link.csv"), outside.resolve("b.csv"));
  }

  @Test
  void below_findsDataAndModelsThere() throws Exception {
    Material material = ExperimentData.below(root).of(spec("csv:sub/a.csv", "m.tflite"));

    assertThat(material.data().training().samples()).isEqualTo(8);
    assertThat(material.data().test().labels()).contains(new int[] {2, 0});
    assertThat(material.model()).containsExactly(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv:../b.csv", "csv:link.csv", "csv:/etc/passwd", "npz:none.npz"})
  void below_refusesWhatIsElsewhere_andWhatIsNotThere_alike(String source) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ExperimentData.below(root).of(spec(source, "m.tflite")))
        .withMessage(
            "data: source: expected a path below --experiment-data, found '%s'".formatted(source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../m.tflite", "/etc/passwd", "n.tflite"})
  void below_refusesModelsThatAreElsewhereLikewise(String model) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ExperimentData.below(root).of(spec("csv:sub/a.csv", model)))
        .withMessage(
            "data: model.file: expected a path below --experiment-data, found '%s'"
                .formatted(model));
  }

  @Test
  void below_nothing_refusesEveryFile() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ExperimentData.below(null).of(spec("csv:sub/a.csv", "m.tflite")))
        .withMessage(
            "data: source: expected no file, for this controller has no --experiment-data, found"
                + " 'csv:sub/a.csv'");
  }

  @Test
  void anywhere_findsFilesByTheirPath_andSaysWhatIsNotThere() throws Exception {
    String table = "csv:" + outside.resolve("b.csv");
    Path model = outside.resolve("m.tflite");
    assertThat(ExperimentData.anywhere().of(spec(table, model.toString())).model())
        .containsExactly(8);
    Path missing = outside.resolve("n.tflite");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ExperimentData.anywhere().of(spec(table, missing.toString())))
        .withMessageContaining("n.tflite: expected a .tflite file")
        .withMessageEndingWith("found nothing");
  }

  @Test
  void otherSources_areRefusedByName() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ExperimentData.anywhere().of(spec("cifar", "m.tflite")))
        .withMessage("data: source: expected mnist, idx:DIR, npz:FILE or csv:FILE, found 'cifar'");
  }

  @Test
  void digest_isOfDataAndModel() throws Exception {
    ExperimentSpec spec = spec("csv:sub/a.csv", "m.tflite");
    Material before = ExperimentData.below(root).of(spec);
    Files.write(root.resolve("m.tflite"), new byte[] {9});
    Material after = ExperimentData.below(root).of(spec);

    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(after.data().digest()).isEqualTo(before.data().digest());
  }

  @Test
  void normal_isApplied() throws Exception {
    String yaml =
        "name: a\ndata: csv:sub/a.csv\nnormal: [0, 1]\nmodel: {train: {layers: [2, 2]}}\n";
    Material material =
        ExperimentData.below(root).of(SpecReader.read("spec", yaml.getBytes(UTF_8)));

    assertThat(material.data().training().samples()).isEqualTo(7);
    assertThat(material.data().test().labels()).contains(new int[] {1, 0});
  }

  private static ExperimentSpec spec(String data, String model) throws Exception {
    String yaml = "name: a\ndata: '%s'\nmodel: {file: '%s'}\n".formatted(data, model);
    return SpecReader.read("spec", yaml.getBytes(UTF_8));
  }
}
