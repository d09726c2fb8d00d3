package io.espalier.controller.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory that one controller keeps its files in, and no other at the same time. */
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lock;

  /** Another controller has it. */
  public static final class InUseException extends IOException {
    private static final long serialVersionUID = 1L;

    private InUseException(Path root) {
      super(root + ": expected a data directory of its own, found it in use");
    }
  }

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Opens a directory, and makes it if there is none. The lock on it ends with the process.
   *
   * @throws IOException if another process has it, or it cannot be written
   */
  public static DataDirectory open(Path root) throws IOException {
    Files.createDirectories(root.resolve("artifacts"));
    FileChannel lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new DataDirectory(root, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Another in this process; said like one in another.
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    lock.close();
    throw new InUseException(root);
  }

  /** The directory. */
  public Path root() {
    return root;
  }

  /** Where the database is, without the suffix of its file. */
  public Path database() {
    return root.resolve("espalier");
  }

  /** Where artifacts are, each in a file named by its digest. */
  public Path artifacts() {
    return root.resolve("artifacts");
  }

  /** Where runs of experiments have their files, each in a directory named by it. */
  public Path experiments() {
    return root.resolve("experiments");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
