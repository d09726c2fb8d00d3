package io.espalier.systemtests.fleet;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk of a few megabytes, in memory. Needs the right to mount one; the test is skipped without.
 */
final class SmallDisk implements AutoCloseable {
  private static final String BALLAST = "ballast";
  private static final int BLOCK = 4_096;

  private final Path at;

  private SmallDisk(Path at) {
    this.at = at;
  }

  static SmallDisk mount(Path at, int mib) throws IOException, InterruptedException {
    Files.createDirectories(at);
    int failed = run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", at.toString());
    Assumptions.assumeTrue(failed == 0, "needs the right to mount a tmpfs, found none");
    return new SmallDisk(at);
  }

  /** Takes all of it but so many bytes. */
  void fillBut(long bytes) throws IOException {
    long usable = Files.getFileStore(at).getUsableSpace();
    Path file = at.resolve(BALLAST);
    long before = Files.exists(file) ? Files.size(file) : 0;
    try (RandomAccessFile ballast = new RandomAccessFile(file.toFile(), "rw")) {
      ballast.seek(before);
      byte[] block = new byte[BLOCK];
      for (long left = usable - bytes; left >= BLOCK; left -= BLOCK) {
        ballast.write(block);
      }
    }
  }

  /** Gives it all back. */
  void empty() throws IOException {
    Files.deleteIfExists(at.resolve(BALLAST));
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "-l", at.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
