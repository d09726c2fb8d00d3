package io.espalier.node;

import io.espalier.node.disk.DurableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a node keeps what outlives it. Locked while open: two nodes in one directory would share an
 * epoch and each other's files.
 */
final class DataDirectory implements Closeable {
  private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());
  private static final String ARTIFACTS = "artifacts";

  private final Path path;
  private final FileChannel lock;
  private final long epoch;

  private DataDirectory(Path path, FileChannel lock, long epoch) {
    this.path = path;
    this.lock = lock;
    this.epoch = epoch;
  }

  /**
   * Opens the directory, makes it if absent, and counts this start.
   *
   * @param clock helps where the count was lost with the card it was on
   * @throws IOException with one line for people, if it cannot be used
   */
  static DataDirectory open(Path path, InstantSource clock) throws IOException {
    FileChannel lock = null;
    try {
      Files.createDirectories(path.resolve(ARTIFACTS));
      lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isFree(lock)) {
        throw new IOException("another node uses it");
      }
      return new DataDirectory(path, lock, nextEpoch(path, clock));
    } catch (IOException e) {
      closeQuietly(lock);
      String why = e.getClass() == IOException.class ? e.getMessage() : e.toString();
      throw new IOException("data directory " + path + ": cannot be used: " + why, e);
    }
  }

  /** The number of this start; no earlier start had it. */
  long epoch() {
    return epoch;
  }

  /** Where artifacts are. */
  Path artifacts() {
    return path.resolve(ARTIFACTS);
  }

  /** Where telemetry waits that is not stored at the other end. */
  Path telemetry() {
    return path.resolve("telemetry");
  }

  /** Where other small files are. */
  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static boolean isFree(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * One more than the last, and no less than the seconds since 1970. The count alone would start
   * again on a new card, and controllers would take the node for an older start of itself; the
   * clock alone may have been set back. Power may go at any moment: the number is on disk before it
   * is used.
   */
  private static long nextEpoch(Path directory, InstantSource clock) throws IOException {
    Path file = directory.resolve("epoch");
    long next = Math.max(lastEpoch(file) + 1, clock.instant().getEpochSecond());
    byte[] text = (next + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      DurableFile.replace(file, text);
    } catch (IOException e) {
      // A node whose disk is full must start all the same.
      LOG.log(System.Logger.Level.WARNING, file + ": written in place: " + e);
      DurableFile.overwrite(file, text);
    }
    return next;
  }

  private static long lastEpoch(Path file) throws IOException {
    try {
      return Long.parseLong(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (CharacterCodingException | NumberFormatException e) {
      // A node out of reach must start whatever became of its files.
      LOG.log(System.Logger.Level.WARNING, "{0}: expected a number, counting anew", file);
      return 0;
    }
  }

  private static void closeQuietly(@Nullable FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
