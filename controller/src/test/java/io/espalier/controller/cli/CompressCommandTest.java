package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.compressor.tflite.Inventory;
import io.espalier.compressor.tflite.InventoryReader;
import io.espalier.controller.Program;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class CompressCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path data;
  private Path output;

  @BeforeEach
  void writeModel() throws IOException {
    model = Files.write(folder.resolve("model.tflite"), Models.tiny());
    data = Data.labelled(folder);
    output = folder.resolve("small.tflite");
  }

  @Test
  void help_namesEveryOption() {
    Program program = Program.run("compress", "--help");
    assertThat(program.code()).isZero();
    assertThat(program.out().replaceAll("\\s+", " "))
        .contains("Usage: espalier compress")
        .contains("--method=NAME", "shapley", "magnitude", "(default: shapley)")
        .contains("--sparsity=P", "--max-accuracy-drop=D", "--max-bytes=N", "--max-micros=T")
        .contains("unit, layer, global, loss, sensitivity (default: layer)")
        .contains("--refit", "--bias-correction", "--gradual", "--finetune-epochs=N")
        .contains("fp32, fp16, int8, int8-full (default: fp32)")
        .contains("current, 2.3 (default: current)", "min-max, percentile, mse")
        .contains(
            "nearest, least-error", "--layout=RULE", "--shrink", "--allow-unreachable", "--seed=N")
        .contains("--report=FILE", "--json=FILE", "--model-card=FILE", "--format=FORMAT");
  }

  @Test
  void compress_writesTheModelAndSaysWhatItPaid() throws Exception {
    Program program = compress("--sparsity", 0.5, "--method", "magnitude");
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out())
        .startsWith("layer")
        .contains("hidden/MatMul", "50.0 %", "file, bytes", "accuracy, %");
    assertThat(program.err()).contains("written: " + output);
    Inventory inventory = InventoryReader.read(Files.readAllBytes(output));
    assertThat(inventory.layers()).extracting(Inventory.Layer::zeros).containsExactly(6, 3);
    assertThat(inventory.provenance()).isPresent();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void everyReport_isWrittenAndTellsTheSame() throws Exception {
    Path page = folder.resolve("report.html");
    Path json = folder.resolve("report.json");
    Path card = folder.resolve("README.md");
    Program program =
        compress(
            "--sparsity",
            0.5,
            "--report",
            page,
            "--json",
            json,
            "--model-card",
            card,
            "--format",
            "json");
    assertThat(program.code()).as(program.err()).isZero();
    JsonNode printed = new JsonMapper().readTree(program.out());
    assertThat(new JsonMapper().readTree(json.toFile())).isEqualTo(printed);
    assertThat(printed.get("output_sha256").asText()).isEqualTo(Digest.ofFile(output).hex());
    assertThat(printed.get("input_sha256").asText()).isEqualTo(Digest.ofFile(model).hex());
    assertThat(printed.get("links_kept").asInt()).isEqualTo(9);
    assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("hidden/MatMul");
    String text = Files.readString(card);
    JsonNode header = new YAMLMapper().readTree(text.substring(4, text.indexOf("\n---\n") + 1));
    assertThat(header.at("/model-index/0/name").asText()).isEqualTo("small");
    assertThat(header.at("/model-index/0/results/0/dataset/name").asText())
        .isEqualTo("labelled.npz");
  }

  @Test
  void sameCommand_writesTheSameBytes() throws Exception {
    compress("--sparsity", 0.5, "--refit", "--precision", "fp16", "--threads", 1);
    byte[] once = Files.readAllBytes(output);
    compress("--sparsity", 0.5, "--refit", "--precision", "fp16");
    assertThat(output).hasBinaryContent(once);
  }

  @Test
  void valuesOutOfRange_areMistakesOfUse() {
    refused(2, "sparsity: expected at least 0 and less than 1, found 1.2", "--sparsity", 1.2);
    refused(2, "accuracy drop: expected 0 to 1, found 5.0", "--max-accuracy-drop", 5);
    refused(2, "--max-bytes", "--max-bytes", "small");
    refused(2, "--method", "--method", "guess");
    refused(2, "expected one of fp32, fp16, int8, int8-full, found 'int4'", "--precision", "int4");
    refused(
        2,
        "layout: expected dense for int8, found auto",
        "--layout",
        "auto",
        "--precision",
        "int8");
    refused(2, "--samples: expected at least 1, found 0", "--samples", 0);
    refused(2, "--threads: expected at least 1, found 0", "--threads", 0);
    refused(2, "mutually exclusive", "--sparsity", 0.5, "--max-bytes", 100);
    refused(2, "mutually exclusive", "--refit", "--bias-correction");
  }

  @Test
  void whatIsNotThere_isNotFound() {
    refusedOf(3, "absent.tflite", folder.resolve("absent.tflite"), data, output);
    refusedOf(3, "absent.npz", model, folder.resolve("absent.npz"), output);
    refusedOf(3, "expected a directory", model, data, folder.resolve("nowhere/small.tflite"));
  }

  @Test
  void modelsThatAreNone_areRefused() throws Exception {
    byte[] whole = Models.tiny();
    Path empty = Files.write(folder.resolve("empty.tflite"), new byte[0]);
    Path half = Files.write(folder.resolve("half.tflite"), Arrays.copyOf(whole, whole.length / 2));
    refusedOf(4, "empty.tflite", empty, data, output);
    refusedOf(4, "half.tflite", half, data, output);
    refusedOf(4, "found a directory", folder, data, output);
  }

  @Test
  void inputAndDevices_areNotOverwritten() throws Exception {
    byte[] before = Files.readAllBytes(model);
    refusedOf(4, "its input", model, data, model);
    refusedOf(4, "its input", model, data, data);
    assertThat(model).hasBinaryContent(before);
  }

  @Test
  void samplesOfTheWrongShape_areRefused() throws Exception {
    refusedOf(4, "expected samples of 4, found 5", model, Data.wide(folder), output);
  }

  @Test
  void samplesThatAreNoNumbers_areBadData() throws Exception {
    Path csv = Files.writeString(folder.resolve("nan.csv"), "1,2,3,4\n1,NaN,3,4\n");
    refusedOf(2, "nan.csv", model, csv, output);
  }

  @Test
  void accuracyWithoutLabels_isRefused() throws Exception {
    refusedOf(
        4,
        "unlabelled.npz: expected labels",
        model,
        Data.unlabelled(folder),
        output,
        "--max-accuracy-drop",
        0.01);
  }

  @Test
  void targetOutOfReach_isRefused() {
    refused(4, "at most 1 wanted", "--max-bytes", 1);
  }

  private Program compress(Object... options) {
    return compressOf(model, data, output, options);
  }

  private static Program compressOf(Path model, Path data, Path output, Object... options) {
    List<Object> words =
        new ArrayList<>(List.of("compress", model, "--calibration", data, "-o", output));
    words.addAll(Arrays.asList(options));
    return Program.run(words.toArray());
  }

  private void refused(int code, String reason, Object... options) {
    refusedOf(code, reason, model, data, output, options);
  }

  private void refusedOf(
      int code, String reason, Path from, Path samples, Path to, Object... options) {
    Program program = compressOf(from, samples, to, options);
    assertThat(program.code()).as(program.err()).isEqualTo(code);
    assertThat(program.out()).isEmpty();
    assertThat(program.err().lines().filter(line -> line.startsWith("espalier: ")).toList())
        .singleElement()
        .asString()
        .contains(reason);
    assertThat(output).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }
}
