package io.espalier.controller.backup;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.files.DataDirectory;
import io.espalier.controller.lab.RunCopies;
import io.espalier.controller.store.LeaderLock;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A backup becomes the state of a controller that has none. Blocks. */
public final class Restoration {
  private static final String SELF = "espalier restore";

  private Restoration() {}

  /**
   * Puts it there.
   *
   * @param root the data directory, made if it is not there
   * @param address of the store; absent for a file in that directory
   * @throws RefusedException if there is something already, or a controller drives that store
   * @throws IOException if it cannot be written; no file of it is left then
   */
  public static void restore(BackupFile backup, Path root, @Nullable StoreAddress address)
      throws IOException, RefusedException {
    try (DataDirectory directory = DataDirectory.open(root)) {
      requireEmpty(directory.artifacts());
      requireEmpty(directory.experiments());
      StoreAddress at = address == null ? StoreAddress.file(directory.database()) : address;
      try (Store store = Store.open(at)) {
        Optional<LeaderLock> lock = store.leaderLock();
        try {
          requireFree(lock, store, at);
          fill(backup, directory, store);
        } finally {
          lock.ifPresent(LeaderLock::close);
        }
      }
    }
  }

  private static void fill(BackupFile backup, DataDirectory directory, Store store)
      throws IOException, RefusedException {
    try {
      backup.unpack(directory.artifacts(), directory.experiments());
      store.snapshot().write(backup.rows());
      new ArtifactLibrary(directory.artifacts(), store.artifacts(), null).share();
      new RunCopies(store.runFiles(), directory.experiments())
          .giveAll(
              store.experiments().all().stream().map(row -> new ExperimentId(row.id())).toList());
    } catch (IOException | RefusedException | RuntimeException e) {
      clear(directory.artifacts());
      clear(directory.experiments());
      if (e instanceof IllegalArgumentException) {
        throw new RefusedException("backup: " + e.getMessage());
      }
      throw e;
    }
  }

  private static void requireFree(Optional<LeaderLock> lock, Store store, StoreAddress at)
      throws RefusedException {
    if (lock.isPresent() && !lock.get().hold(SELF)) {
      throw new RefusedException(
          "%s: expected a store that no controller uses, found one drives it".formatted(at));
    }
    if (!store.snapshot().isEmpty()) {
      throw new RefusedException(
          "%s: expected an empty store to restore into, found rows in it".formatted(at));
    }
  }

  private static void requireEmpty(Path directory) throws IOException, RefusedException {
    if (!all(directory).isEmpty()) {
      throw new RefusedException(
          directory + ": expected an empty directory to restore into, found files in it");
    }
  }

  private static void clear(Path directory) throws IOException {
    for (Path each : all(directory)) {
      Files.deleteIfExists(each);
    }
  }

  /** What is in it, the deepest first. */
  private static List<Path> all(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.equals(directory)).sorted(Comparator.reverseOrder()).toList();
    }
  }
}
