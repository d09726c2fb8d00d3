package io.espalier.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.store.ArtifactStore.Form;
import io.espalier.controller.store.LeaderLock;
import io.espalier.controller.store.PostgresStore;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.StoreAddress;
import io.espalier.shared.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Backups from a file into a real PostgreSQL, and back. */
class BackupIT {
  @RegisterExtension static final PostgresStore POSTGRES = new PostgresStore();

  @TempDir private Path directory;

  @Test
  void storeInAFile_isRestoredIntoPostgres_andThatIntoAFileAgain() throws Exception {
    Path from = directory.resolve("from");
    Path server = directory.resolve("server");
    Path back = directory.resolve("back");
    try (Store store = Store.open(from.resolve("espalier"))) {
      restore(FilledStore.backup(store, from), server, POSTGRES.address());
      try (Store restored = POSTGRES.open()) {
        assertThat(restored.artifacts().content(Digest.of(FilledStore.PROBE).hex(), Form.PLAIN))
            .as("for controllers without the file")
            .hasValue(FilledStore.PROBE);
        assertThat(restored.runFiles().content("e", "results.csv"))
            .as("for controllers that did not run it")
            .hasValue("seed\n1\n".getBytes(StandardCharsets.US_ASCII));
        FilledStore.assertSame(store, restored, server);
      }
    }
    StoreAddress other = POSTGRES.newDatabase();
    try (Store store = Store.open(other);
        LeaderLock lock = store.leaderLock().orElseThrow()) {
      await("the lock of whoever drives").until(() -> lock.hold("test"));
      Path file = FilledStore.backup(store, directory.resolve("other"));
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> restore(file, directory.resolve("driven"), other))
          .withMessageContaining("expected a store that no controller uses");
      restore(file, back, null);
      try (Store restored = Store.open(back.resolve("espalier"))) {
        FilledStore.assertSame(store, restored, back);
      }
    }
  }

  private static void restore(Path file, Path to, @Nullable StoreAddress at) throws Exception {
    try (BackupFile backup = BackupFile.open(file)) {
      Restoration.restore(backup, to, at);
    }
  }
}
