package io.espalier.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.store.TelemetryStore.Filter;
import io.espalier.controller.store.TelemetryStore.Mark;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a file; what it shares with any other is in {@link StoreContract}. */
class StoreTest extends StoreContract {
  @TempDir private Path directory;

  @Test
  void telemetryBeyondWhatIsKept_makesRoomForWhatComes_theOldestFirst() throws Exception {
    Path file = directory.resolve("db.mv.db");
    try (Store store = open()) {
      long bytesAtFirst = 0;
      for (int batch = 0; batch < 40; batch++) {
        long from = batch * 2_000L;
        store
            .telemetry()
            .save(
                LongStream.range(from, from + 2_000)
                    .mapToObj(seq -> sample("node-" + seq % 50, seq))
                    .toList(),
                List.of());
        assertThat(store.history().rollUp(sample -> Map.of(), 20_000)).isEqualTo(2_000);
        while (store.telemetry().trim(4_000) > 0) {
          // There is more.
        }
        bytesAtFirst = batch == 4 ? Files.size(file) : bytesAtFirst;
      }
      assertThat(store.telemetry().totals().stored()).isEqualTo(4_000);
      assertThat(store.telemetry().read(0, Filter.ALL, 1))
          .extracting(numbered -> numbered.sample().seq())
          .containsExactly(76_000L);
      System.out.printf(
          "store of 4,000 records: %,d bytes after 10,000, %,d after 80,000%n",
          bytesAtFirst, Files.size(file));
    }
    assertThat(Files.size(file)).as("closed, with 4,000 records").isLessThan(4_000_000);
  }

  @Test
  void fullDisk_keepsWhatWasStored_saysSoInOneLine_andIsOverOnceThereIsRoom() {
    FullDisk.register();
    try (Store store = Store.open(StoreAddress.inside("fulldisk:" + directory.resolve("db")))) {
      store.telemetry().save(List.of(sample("a", 0)), List.of(new Mark("a", 1, 0, "", 0)));
      FullDisk.setFull(true);
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(
                () ->
                    store
                        .telemetry()
                        .save(List.of(sample("a", 1)), List.of(new Mark("a", 1, 1, "", 0))))
            .withMessage("store: save telemetry: No space left on device")
            .satisfies(failure -> assertThat(failure.isOfData()).isFalse());
      }
      FullDisk.setFull(false);
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(store.telemetry().mark("a", 1)).hasValue(new Mark("a", 1, 0, "", 0)));
      store.telemetry().save(List.of(sample("a", 1)), List.of(new Mark("a", 1, 1, "", 0)));
      assertThat(store.telemetry().totals().stored()).isEqualTo(2);
    } finally {
      FullDisk.setFull(false);
    }
    try (Store store = open()) {
      assertThat(store.telemetry().mark("a", 1)).hasValue(new Mark("a", 1, 1, "", 0));
    }
  }

  @Test
  void whatWasCommitted_outlivesAKilledProcess() throws Exception {
    for (int life = 0; life < 3; life++) {
      long told = lastToldBeforeItIsKilled();
      try (Store store = open()) {
        Mark mark = store.telemetry().mark("writer", 1).orElseThrow();
        assertThat(mark.upTo()).as("life %d", life).isGreaterThanOrEqualTo(told);
        assertThat(store.telemetry().totals().stored())
            .as("records and mark changed together")
            .isEqualTo(mark.upTo() + 1);
      }
    }
  }

  /** Kills a process that writes as fast as it can; the last number it said was committed. */
  private long lastToldBeforeItIsKilled() throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StoreWriter.class.getName(),
                directory.resolve("db").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
      long last = -1;
      int lines = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The very last may be cut off.
        last = line.endsWith(".") ? Long.parseLong(line.substring(0, line.length() - 1)) : last;
        if (++lines == 40) {
          writer.toHandle().destroyForcibly();
        }
      }
      writer.waitFor();
      assertThat(last).as("the last number that the writer told").isPositive();
      return last;
    } finally {
      writer.destroyForcibly();
    }
  }

  @Override
  Store open() {
    return Store.open(directory.resolve("db"));
  }
}
