package io.espalier.controller.lab;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.files.WholeFile;
import io.espalier.controller.store.RunFileStore;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Files of runs for controllers that did not run them: whoever drives puts them into the store, and
 * they hold there. Where nobody else has the store there are no copies, and nothing is done.
 * Blocks.
 */
public final class RunCopies {
  private static final String LOCK = ".lock";
  private static final String PART = ".tmp";

  private final RunFileStore store;
  private final Path directory;

  /** Copies of the runs in that directory, each in one named by it. */
  public RunCopies(RunFileStore store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /** Where this controller has the files. */
  public Path directory() {
    return directory;
  }

  /** Whether a file is one that a run keeps: not its lock, nor one that is being written. */
  public static boolean isKept(Path file) {
    String name = file.getFileName().toString();
    return !name.equals(LOCK) && !name.endsWith(PART);
  }

  /** Whether others can need any. */
  boolean areNeeded() {
    return store.isShared();
  }

  /**
   * Puts files of a run into the store, as far as it has others or none.
   *
   * @param below a file or a directory of the run
   * @throws IOException if they cannot be read
   */
  void give(ExperimentId id, Path below) throws IOException {
    if (!areNeeded() || !Files.exists(below)) {
      return;
    }
    Map<String, String> known = store.digests(id.value());
    for (Path file : filesBelow(below)) {
      String path = directory.resolve(id.value()).relativize(file).toString().replace('\\', '/');
      byte[] content = Files.readAllBytes(file);
      String digest = Digest.of(content).hex();
      if (!digest.equals(known.get(path))) {
        store.save(id.value(), path, digest, content);
      }
    }
  }

  /**
   * Puts the files of experiments that the store knows into it.
   *
   * @throws IOException if they cannot be read
   */
  public void giveAll(Collection<ExperimentId> experiments) throws IOException {
    for (ExperimentId id : experiments) {
      give(id, directory.resolve(id.value()));
    }
  }

  /**
   * Writes what the store has of a run and is not here, or is something else.
   *
   * @param wanted of which paths
   * @throws IOException if it cannot be written
   */
  void bring(ExperimentId id, Predicate<String> wanted) throws IOException {
    if (!areNeeded()) {
      return;
    }
    Path run = directory.resolve(id.value());
    // In order, which has the index of a network come after what it lists.
    for (Map.Entry<String, String> file : store.digests(id.value()).entrySet()) {
      String path = file.getKey();
      Path to = run.resolve(path).normalize();
      if (wanted.test(path) && to.startsWith(run) && !file.getValue().equals(digestOf(to))) {
        Files.createDirectories(to.getParent());
        WholeFile.write(to, store.content(id.value(), path).orElseGet(() -> new byte[0]));
      }
    }
  }

  /**
   * Writes all that the store has of any run and is not here, or is something else.
   *
   * @throws IOException if it cannot be written
   */
  public void bringAll() throws IOException {
    if (areNeeded()) {
      for (String experiment : store.experiments()) {
        bring(new ExperimentId(experiment), path -> true);
      }
    }
  }

  /** What is in a file of a run as the store has it. */
  Optional<byte[]> content(ExperimentId id, String path) {
    return areNeeded() ? store.content(id.value(), path) : Optional.empty();
  }

  private static String digestOf(Path file) throws IOException {
    try {
      return Digest.ofFile(file).hex();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static List<Path> filesBelow(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).filter(RunCopies::isKept).sorted().toList();
    }
  }
}
