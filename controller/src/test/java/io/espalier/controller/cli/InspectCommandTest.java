package io.espalier.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.controller.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class InspectCommandTest {
  @TempDir private Path folder;

  @Test
  void table_tellsWhatIsInIt() throws Exception {
    Program program = Program.run("inspect", write(Models.tiny()));
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .contains("model.tflite: ", "1 subgraph, 23 parameters, 36 FLOPs")
        .contains("FULLY_CONNECTED        1      2")
        .contains("hidden/MatMul  FULLY_CONNECTED  3 × 4     12   8.3 %     24")
        .contains("made by Espalier 1.2.3 (abc1234)\n  seed: 7");
  }

  @Test
  void json_hasStableNames() throws Exception {
    JsonNode json =
        new JsonMapper().readTree(Program.run("inspect", write(Models.tiny()), "-o", "json").out());
    assertThat(names(json))
        .containsExactly(
            "model",
            "file_bytes",
            "wire_bytes",
            "sha256",
            "schema_version",
            "description",
            "subgraphs",
            "parameters",
            "flops",
            "inputs",
            "outputs",
            "signatures",
            "operators",
            "layers",
            "untouched",
            "tensors",
            "shared_buffers",
            "metadata",
            "provenance");
    assertThat(names(json.at("/layers/0")))
        .containsExactly("name", "operator", "shape", "links", "sparsity", "flops");
    assertThat(names(json.at("/tensors/0")))
        .containsExactly("subgraph", "number", "name", "type", "shape", "constant_bytes");
    assertThat(json.at("/provenance/recipe/seed").asText()).isEqualTo("7");
    assertThat(json.at("/layers/1/links").asInt()).isEqualTo(6);
  }

  @Test
  void missingFile_isNotFound() {
    refused(
        3,
        folder.resolve("absent.tflite"),
        "absent.tflite: expected a .tflite file, found nothing");
  }

  @Test
  void directory_isRefused() {
    refused(4, folder, "expected a .tflite file, found a directory");
  }

  @Test
  void emptyFile_isRefused() throws Exception {
    refused(4, write(new byte[0]), "model: ");
  }

  @Test
  void truncatedFile_isRefused() throws Exception {
    byte[] whole = Models.tiny();
    refused(4, write(Arrays.copyOf(whole, whole.length / 2)), "model: ");
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.tflite"), content);
  }

  private static void refused(int code, Path file, String reason) {
    Program program = Program.run("inspect", file);
    assertThat(program.code()).as(program.err()).isEqualTo(code);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).startsWith("espalier: ").contains(reason).hasLineCount(1);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
