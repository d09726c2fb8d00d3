package io.espalier.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a store in a file. */
class BackupTest {
  @TempDir private Path directory;

  @Test
  void whatIsRestored_isWhatWasThere_andGoesOn() throws Exception {
    Path from = directory.resolve("from");
    Path to = directory.resolve("to");
    try (Store store = Store.open(from.resolve("espalier"))) {
      restore(FilledStore.backup(store, from), to);
      try (Store restored = Store.open(to.resolve("espalier"))) {
        FilledStore.assertSame(store, restored, to);
      }
    }
  }

  @Test
  void directoryOrStoreWithSomethingInIt_isRefused_andLeftAsItIs() throws Exception {
    Path backup = made();
    Path files = directory.resolve("files");
    Files.createDirectories(files.resolve("artifacts"));
    Files.writeString(files.resolve("artifacts/x"), "mine");
    refused(() -> restore(backup, files), "artifacts: expected an empty directory");
    assertThat(files.resolve("artifacts/x")).hasContent("mine");

    Path used = directory.resolve("used");
    restore(backup, used);
    refused(() -> restore(backup, used), "expected an empty directory");
    Path rows = directory.resolve("rows");
    try (Store store = Store.open(rows.resolve("espalier"))) {
      FilledStore.backup(store, directory.resolve("elsewhere"));
    }
    refused(() -> restore(backup, rows), "expected an empty store");
  }

  @Test
  void fileThatIsCutOffOrChangedOrNoBackup_isRefusedInOneLine_andNothingIsWritten()
      throws Exception {
    byte[] whole = Files.readAllBytes(made());
    Path to = directory.resolve("to");
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
      refusedBytes(Arrays.copyOf(whole, length), to);
    }
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 0x10;
    refusedBytes(changed, to);
    refusedBytes("something else entirely".getBytes(StandardCharsets.UTF_8), to);
    assertThat(to).doesNotExist();
  }

  private Path made() throws Exception {
    Path from = directory.resolve("from");
    try (Store store = Store.open(from.resolve("espalier"))) {
      return FilledStore.backup(store, from);
    }
  }

  private void refusedBytes(byte[] content, Path to) throws Exception {
    Path file = Files.write(directory.resolve("damaged.zip"), content);
    refused(() -> restore(file, to), "expected a whole backup of a controller");
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .withMessageContaining(why)
        .withMessageMatching("[^\n]+");
  }

  private static void restore(Path file, Path to) throws Exception {
    try (BackupFile backup = BackupFile.open(file)) {
      Restoration.restore(backup, to, null);
    }
  }
}
