package io.espalier.node.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** How much may be written before a disk counts as full: some room is left for everything else. */
@FunctionalInterface
interface DiskSpace {
  /** What is left alone: journal, telemetry and the system's own need room too. */
  long RESERVE = 16 << 20;

  /** Bytes that can be written. */
  long usable() throws IOException;

  /** Of the disk that the directory is on. */
  static DiskSpace of(Path directory) {
    // FileStore looks for a mount point as well, and in a chroot there may be none.
    return () -> directory.toFile().getUsableSpace();
  }

  /** Whether so many bytes can be written and the reserve stays. */
  default boolean has(long bytes) throws IOException {
    return usable() >= bytes + RESERVE;
  }

  /** Why so many bytes are not written, one line for people. */
  default String objection(long bytes) throws IOException {
    return "expected %d bytes free on disk, %d of them to spare, found %d"
        .formatted(bytes + RESERVE, RESERVE, usable());
  }
}
