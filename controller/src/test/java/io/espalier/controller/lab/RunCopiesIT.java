package io.espalier.controller.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.store.ExperimentStore;
import io.espalier.controller.store.PostgresStore;
import io.espalier.controller.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files of runs that go from one controller to another through a real PostgreSQL, or stay. */
class RunCopiesIT {
  private static final ExperimentId ID = new ExperimentId("e");
  private static final String MODEL = "models/seed-0/dense/fp32.tflite";
  private static final String RESULTS = "results.csv";

  @RegisterExtension static final PostgresStore POSTGRES = new PostgresStore();

  @TempDir private Path directory;

  @Test
  void filesOfARun_areThereForAControllerThatDidNotRunIt_asTheyWereLast() throws Exception {
    try (Store store = begun(POSTGRES.open())) {
      RunCopies first = copies(store, "first");
      byte[] model = new byte[600_000];
      model[599_999] = 7;
      write("first", MODEL, model);
      write("first", RESULTS, new byte[] {1});
      write("first", ".lock", new byte[0]);
      first.give(ID, directory.resolve("first/e"));
      write("first", RESULTS, new byte[] {2});
      first.give(ID, directory.resolve("first/e/results.csv"));

      RunCopies second = copies(store, "second");
      assertThat(second.content(ID, RESULTS)).hasValue(new byte[] {2});
      write("second", MODEL, new byte[] {3});
      second.bring(ID, path -> path.startsWith("models/"));
      assertThat(directory.resolve("second/e/" + MODEL)).hasBinaryContent(model);
      assertThat(directory.resolve("second/e/" + RESULTS)).doesNotExist();
      second.bringAll();
      assertThat(directory.resolve("second/e")).isDirectoryContaining("glob:**/results.csv");
      assertThat(directory.resolve("second/e/.lock")).doesNotExist();
    }
  }

  @Test
  void filesInAStoreThatNobodyElseHas_stayWhereTheyAre() throws Exception {
    try (Store store = begun(Store.open(directory.resolve("espalier")))) {
      RunCopies only = copies(store, "first");
      write("first", RESULTS, new byte[] {1});
      only.give(ID, directory.resolve("first/e"));
      assertThat(store.runFiles().digests("e")).isEmpty();
      assertThat(only.content(ID, RESULTS)).isEmpty();
    }
  }

  private RunCopies copies(Store store, String controller) {
    return new RunCopies(store.runFiles(), directory.resolve(controller));
  }

  private void write(String controller, String path, byte[] content) throws Exception {
    Path file = directory.resolve(controller).resolve("e").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static Store begun(Store store) {
    Instant now = Instant.now();
    store
        .experiments()
        .save(new ExperimentStore.Row("e", "name: e", "running", null, "ada", now, now, null));
    return store;
  }
}
