package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.ArtifactFile;
import io.espalier.compressor.CompressedModel;
import io.espalier.compressor.Variant;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkStoreTest {
  private static final Variant PRUNED = new Variant("shapley", new Sparsity(0.95));

  @TempDir Path root;
  private NetworkStore store;
  private Path home;

  @BeforeEach
  void openStore() {
    store = new NetworkStore(root, 3);
    home = root.resolve("models/seed-3/shapley-0.95");
  }

  @Test
  void savedNetwork_isLoadedWithTheSameFiles() throws Exception {
    StoredNetwork saved = store.save(network(PRUNED));
    StoredNetwork loaded = new NetworkStore(root, 3).load(PRUNED).orElseThrow();
    assertThat(loaded.sparsityReached()).isEqualTo(0.951);
    assertThat(manifests(loaded)).isEqualTo(manifests(saved));
    Publishable head = Objects.requireNonNull(loaded.head());
    assertThat(head.manifest()).isEqualTo(Objects.requireNonNull(saved.head()).manifest());
    assertThat(head.coded().read()).isEqualTo(bytes("head"));
    Publishable int8 = Objects.requireNonNull(loaded.models().get(Precision.INT8));
    assertThat(int8.coded().read()).isEqualTo(bytes("int8"));
    assertThat(int8.manifest().name()).isEqualTo("shapley 0.95 seed 3 int8");
    assertThat(int8.manifest().provenance().recipe()).containsEntry("made of", "int8");
  }

  @Test
  void otherNetworksAndSeeds_areNotThere() throws Exception {
    store.save(network(PRUNED));
    assertThat(store.load(Variant.DENSE)).isEmpty();
    assertThat(new NetworkStore(root, 4).load(PRUNED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8.tflite", "fp32.tflite", "head.tflite", "network.json"})
  void networkWithAFileMissing_isNotThere(String file) throws Exception {
    store.save(network(PRUNED));
    Files.delete(home.resolve(file));
    assertThat(store.load(PRUNED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8.tflite", "fp32.tflite", "head.tflite", "network.json"})
  void networkWithADamagedFile_isNotThere(String file) throws Exception {
    store.save(network(PRUNED));
    Files.writeString(home.resolve(file), "damaged");
    assertThat(store.load(PRUNED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8.tflite", "head.tflite", "network.json"})
  void fileThatLostItsContentWithThePower_isNotThere(String file) throws Exception {
    store.save(network(PRUNED));
    Files.write(home.resolve(file), new byte[0]);
    assertThat(store.load(PRUNED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "{\"sparsityReached\":1}"})
  void indexThatSaysTooLittle_isNotThere(String index) throws Exception {
    store.save(network(PRUNED));
    Files.writeString(home.resolve("network.json"), index);
    assertThat(store.load(PRUNED)).isEmpty();
  }

  @Test
  void networkThatNeedsNoHead_isLoadedWithoutOne() throws Exception {
    CompressedModel alone =
        new CompressedModel(
            3, PRUNED, 0.95, Map.of(Precision.INT8_FULL, file("int8")), Optional.empty());
    store.save(alone);
    assertThat(store.load(PRUNED).orElseThrow().head()).isNull();
    assertThat(home.resolve("int8-full.tflite")).hasBinaryContent(bytes("int8"));
    assertThat(store.files(PRUNED, Precision.INT8_FULL).orElseThrow().head()).isNull();
  }

  @Test
  void interruptedSave_leavesNothing_andTheNextOneEverything() throws Exception {
    store.save(network(PRUNED));
    // The index is written last: whoever is killed before leaves the files without it.
    Files.move(home.resolve("network.json"), home.resolve("network.json.tmp"));
    assertThat(store.load(PRUNED)).isEmpty();
    store.save(network(PRUNED));
    assertThat(store.load(PRUNED)).isPresent();
    assertThat(home.resolve("network.json.tmp")).doesNotExist();
  }

  @Test
  void denseFile_isThatOfTheBaseline_ifThatIsIntact() throws Exception {
    assertThat(store.denseFile()).isEmpty();
    store.save(network(PRUNED));
    assertThat(store.denseFile()).isEmpty();
    store.save(network(Variant.DENSE));
    assertThat(store.denseFile()).contains(bytes("fp32"));
    Files.writeString(root.resolve("models/seed-3/dense/fp32.tflite"), "damaged");
    assertThat(store.denseFile()).isEmpty();
  }

  private static CompressedModel network(Variant variant) {
    return new CompressedModel(
        3,
        variant,
        0.951,
        Map.of(Precision.FP32, file("fp32"), Precision.INT8, file("int8")),
        Optional.of(file("head")));
  }

  private static ArtifactFile file(String content) {
    Map<String, String> recipe = new TreeMap<>(Map.of("made of", content));
    return new ArtifactFile(bytes(content), Provenance.ofThisBuild(recipe));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<Precision, Object> manifests(StoredNetwork network) throws IOException {
    Map<Precision, Object> manifests = new TreeMap<>();
    network.models().forEach((precision, model) -> manifests.put(precision, model.manifest()));
    return manifests;
  }
}
