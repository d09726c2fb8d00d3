package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.tflite.Inventory;
import io.espalier.compressor.tflite.InventoryReader;
import io.espalier.controller.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class TrainingCommandsTest {
  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("out.tflite");
  }

  @Test
  void train_writesAClassifier_thatTellsHowItWasMade() throws Exception {
    Program program =
        Program.run(
            "train",
            "--data",
            "idx:" + Data.idx(folder),
            "--layers",
            "4,6,2",
            "--epochs",
            2,
            "-o",
            output);
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).contains("train", "epoch 1 of 2, loss", "written: " + output);
    Inventory inventory = inventory(output);
    assertThat(inventory.layers()).extracting(Inventory.Layer::links).containsExactly(24, 12);
    assertThat(inventory.provenance().orElseThrow().recipe())
        .containsEntry("goal", "classification")
        .containsEntry("layers", "4-6-2")
        .containsEntry("epochs", "2");
  }

  @Test
  void train_theSameTwice_writesTheSameBytes() throws Exception {
    Path idx = Data.idx(folder);
    Path again = folder.resolve("again.tflite");
    for (Path file : new Path[] {output, again}) {
      Program program =
          Program.run(
              "train",
              "--data",
              "idx:" + idx,
              "--loss",
              "reconstruction",
              "--layers",
              "4,3,4",
              "--epochs",
              1,
              "-o",
              file);
      assertThat(program.code()).as(program.err()).isZero();
    }
    assertThat(output).hasSameBinaryContentAs(again);
  }

  @Test
  void train_layersThatDoNotFit_areRefused() throws Exception {
    String idx = "idx:" + Data.idx(folder);
    refused(
        2,
        "--layers: expected 4 first, as samples have values, found 5",
        "train",
        "--data",
        idx,
        "--layers",
        "5,2",
        "-o",
        output);
    refused(
        2,
        "--layers: expected at least 2 last, as there are classes, found 1",
        "train",
        "--data",
        idx,
        "--layers",
        "4,1",
        "-o",
        output);
    refused(
        2,
        "--epochs: expected at least 1, found 0",
        "train",
        "--data",
        idx,
        "--epochs",
        0,
        "-o",
        output);
    refused(2, "--loss", "train", "--data", idx, "--loss", "hinge", "-o", output);
    assertThat(output).doesNotExist();
  }

  @Test
  void finetune_keepsZerosZero() throws Exception {
    Path model = model();
    Program program =
        Program.run(
            "finetune", model, "--data", Data.labelled(folder), "--epochs", 2, "-o", output);
    assertThat(program.code()).as(program.err()).isZero();
    Inventory inventory = inventory(output);
    assertThat(inventory.layers()).extracting(Inventory.Layer::zeros).containsExactly(1, 1);
    assertThat(inventory.provenance().orElseThrow().recipe())
        .containsEntry("epochs", "2")
        .containsEntry("given.seed", "7");
    assertThat(output).satisfies(file -> assertThat(Files.mismatch(model, file)).isNotNegative());
  }

  @Test
  void finetune_withoutLabels_isRefused() throws Exception {
    refused(
        4,
        "unlabelled.npz: expected labels or targets to train by, found none",
        "finetune",
        model(),
        "--data",
        Data.unlabelled(folder),
        "-o",
        output);
    assertThat(output).doesNotExist();
  }

  @Test
  void finetune_ofWhatIsNotThere_isNotFound() throws Exception {
    refused(
        3,
        "absent.npz: expected mnist, idx:DIR or a file of samples, found nothing",
        "finetune",
        model(),
        "--data",
        folder.resolve("absent.npz"),
        "-o",
        output);
    refused(
        3,
        "absent.tflite",
        "finetune",
        folder.resolve("absent.tflite"),
        "--data",
        "mnist",
        "-o",
        output);
  }

  @Test
  void finetune_intoItsInput_isRefused() throws Exception {
    Path model = model();
    refused(4, "its input", "finetune", model, "--data", "mnist", "-o", model);
  }

  private Path model() throws IOException {
    return Files.write(folder.resolve("model.tflite"), Models.tiny());
  }

  private static Inventory inventory(Path file) throws IOException {
    return InventoryReader.read(Files.readAllBytes(file));
  }

  private static void refused(int code, String reason, Object... arguments) {
    Program program = Program.run(arguments);
    assertThat(program.code()).as(program.err()).isEqualTo(code);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).startsWith("espalier: ").contains(reason).hasLineCount(1);
  }
}
