package io.espalier.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.lab.RunCopies;
import io.espalier.controller.store.ExperimentStore;
import io.espalier.controller.store.NodeStore;
import io.espalier.controller.store.Snapshot;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.TelemetryStore.Filter;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.controller.store.TokenStore;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.probe.ProbeSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store and a data directory with something of everything, and what must come back of them. */
final class FilledStore {
  static final byte[] PROBE =
      new ProbeSet(2, new float[] {0.5f, 0.25f, 1, 0}, new int[] {1, 0}).encode();

  private static final Instant AT = Instant.parse("2026-11-24T10:00:00.123Z");

  private FilledStore() {}

  /** Makes a backup of a store that is filled before. */
  static Path backup(Store store, Path data) throws Exception {
    ArtifactLibrary library = library(store, data);
    library.add(ArtifactKind.PROBE, "digits", PROBE);
    store.nodes().save(List.of(new NodeStore.Row("a", 1, null, "{}", "{\"x\":\"ü\"}", AT)));
    store.nodes().saveDesired(Map.of("a", "{}"));
    store.rollouts().save("r", "{\"long\":\"" + "x".repeat(20_000) + "\"}", "{}", List.of());
    store
        .experiments()
        .save(new ExperimentStore.Row("e", "name: e", "done", null, "ada", AT, AT, null));
    store
        .experiments()
        .saveTrials("e", List.of(new ExperimentStore.Trial(1, ExperimentStore.End.DROPPED, "{}")));
    List<Sample> samples = new ArrayList<>();
    for (long seq = 0; seq < 2_500; seq++) {
      samples.add(new Sample("a", 1, seq, "system", AT, "{\"n\":" + seq + "}"));
    }
    store.telemetry().save(samples, List.of(new Mark("a", 1, 2_499, "2600-2700", 3)));
    // The first numbers are gone, as they are from every store after a week.
    while (store.history().rollUp(sample -> Map.of(), 1_000) > 0) {
      // There is more.
    }
    store.telemetry().trim(2_000);
    store.tokens().add(new TokenStore.Row("ada", "admin", "0".repeat(64), AT, null));
    Path run = Files.createDirectories(data.resolve("experiments/e"));
    Files.writeString(run.resolve("results.csv"), "seed\n1\n");
    Files.writeString(run.resolve(".lock"), "");
    RunCopies runs = new RunCopies(store.runFiles(), data.resolve("experiments"));
    return new Backup(store.snapshot(), library, data, runs).make();
  }

  /** Holds a restored store against the one that it comes from, and goes on with it. */
  static void assertSame(Store from, Store restored, Path data) throws Exception {
    assertThat(rows(restored)).isEqualTo(rows(from)).hasSizeGreaterThan(2_000);
    assertThat(restored.nodes().all()).isEqualTo(from.nodes().all());
    assertThat(restored.telemetry().mark("a", 1)).isEqualTo(from.telemetry().mark("a", 1));
    Digest probe = Digest.of(PROBE);
    assertThat(library(restored, data).content(probe)).isEqualTo(PROBE);
    assertThat(library(restored, data).publishable(probe).orElseThrow().coded().read())
        .as("as it travels")
        .isNotEmpty();
    assertThat(data.resolve("experiments/e/results.csv")).hasContent("seed\n1\n");
    assertThat(data.resolve("experiments/e/.lock")).doesNotExist();

    long last = restored.telemetry().newest(Filter.ALL, 1).get(0).number();
    restored.telemetry().save(List.of(new Sample("a", 1, 3_000, "system", AT, "{}")), List.of());
    assertThat(restored.telemetry().read(last, Filter.ALL, 10))
        .as("numbers go on where they were")
        .singleElement()
        .matches(record -> record.number() == last + 1);
  }

  private static ArtifactLibrary library(Store store, Path data) throws IOException {
    return new ArtifactLibrary(
        Files.createDirectories(data.resolve("artifacts")), store.artifacts(), null);
  }

  /** All rows, each table's in one order. */
  private static List<String> rows(Store store) throws IOException {
    List<String> rows = new ArrayList<>();
    store
        .snapshot()
        .read(
            new Snapshot.Sink() {
              private String table = "";

              @Override
              public void table(String name, List<String> columns) {
                table = name + columns;
              }

              @Override
              public void row(List<@Nullable Object> values) {
                rows.add(table + values);
              }
            });
    return rows.stream().sorted().toList();
  }
}
