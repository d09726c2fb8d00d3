package io.espalier.controller.experiment;

import com.fasterxml.jackson.core.JacksonException;
import io.espalier.compressor.RefusedException;
import io.espalier.controller.files.WholeFile;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run. Each is replaced as a whole, so that whoever kills the run finds either the
 * old or the new one; the next start goes on from there.
 */
public final class RunDirectory implements AutoCloseable {
  /** How the trials ended. */
  public static final String RESULTS = "results.csv";

  private static final String SPEC = "spec.yaml";

  private final Path root;
  private final FileChannel lock;
  private final List<Trial> order;
  private final List<TrialRow> rows;

  private RunDirectory(Path root, FileChannel lock, List<Trial> order, List<TrialRow> rows) {
    this.root = root;
    this.lock = lock;
    this.order = order;
    this.rows = rows;
  }

  /**
   * Opens the directory for {@code spec}, made if it is not there.
   *
   * @param data digest of the data that the spec names, whose files may change under that name
   * @throws RefusedException if it holds a run of another spec or other data, another process uses
   *     it, or its results are damaged
   */
  public static RunDirectory open(Path root, ExperimentSpec spec, Digest data)
      throws IOException, RefusedException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new RefusedException(root + ": expected a directory, found a file");
    }
    Files.createDirectories(root);
    FileChannel lock = lock(root);
    try {
      Path specFile = root.resolve(SPEC);
      Path dataFile = root.resolve("data.sha256");
      String yaml = SpecReader.write(spec);
      String digest = data.hex() + "\n";
      requireOf(root, spec);
      requireSame(dataFile, digest, "data");
      replace(specFile, yaml);
      replace(dataFile, digest);
      List<TrialRow> rows = new ArrayList<>();
      Path results = root.resolve(RESULTS);
      if (Files.exists(results)) {
        rows.addAll(read(results));
      }
      return new RunDirectory(root, lock, Trial.all(spec), rows);
    } catch (IOException | RefusedException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The rows of a finished or unfinished run, to look at.
   *
   * @throws NotFoundException if there are none
   * @throws RefusedException if the file is damaged
   */
  public static List<TrialRow> rowsOf(Path root)
      throws IOException, NotFoundException, RefusedException {
    Path results = root.resolve(RESULTS);
    if (!Files.isRegularFile(results)) {
      throw new NotFoundException(results + ": expected the results of a run, found no such file");
    }
    return read(results);
  }

  /**
   * Refuses a directory that holds the results of another spec.
   *
   * @throws RefusedException if it does
   */
  public static void requireOf(Path root, ExperimentSpec spec)
      throws IOException, RefusedException {
    Path file = root.resolve(SPEC);
    try {
      // Not by its text: another build may have spelt out fewer defaults.
      if (Files.exists(file) && SpecReader.read(file).equals(spec)) {
        return;
      }
    } catch (SpecException e) {
      throw new RefusedException(e.getMessage() + "; choose another --output");
    }
    requireSame(file, SpecReader.write(spec), "spec");
  }

  /** Rows as the text of {@code results.csv}. */
  public static String csv(List<TrialRow> rows) {
    return Csv.write(rows, TrialRow.class);
  }

  /** Where the run keeps its files. */
  public Path root() {
    return root;
  }

  /** The rows there are, in the order of the spec. */
  public List<TrialRow> rows() {
    return List.copyOf(rows);
  }

  /** Whether every trial was measured, or dropped by a race. */
  public boolean isComplete() {
    return order.size() == rows.stream().filter(TrialRow::isSettled).count();
  }

  /** The trials of a seed that are neither measured yet nor dropped. */
  List<Trial> missing(long seed) {
    return order.stream()
        .filter(trial -> trial.seed() == seed)
        .filter(trial -> rowOf(trial).filter(TrialRow::isSettled).isEmpty())
        .toList();
  }

  /** Adds a row, in place of one that the same trial may have, and writes {@code results.csv}. */
  void store(TrialRow row) throws IOException {
    rows.removeIf(known -> known.trial().equals(row.trial()));
    rows.add(row);
    rows.sort(Comparator.comparingInt(known -> order.indexOf(known.trial())));
    write(RESULTS, csv(rows));
  }

  /** Takes over what was measured elsewhere; a trial that was measured here keeps its row. */
  public void takeOver(Collection<TrialRow> elsewhere) throws IOException {
    for (TrialRow row : elsewhere) {
      if (row.isSettled() && rowOf(row.trial()).filter(TrialRow::isSettled).isEmpty()) {
        store(row);
      }
    }
  }

  /** Writes a text file of the run, in place of one that may be there. */
  public void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    replace(file, text);
  }

  private Optional<TrialRow> rowOf(Trial trial) {
    return rows.stream().filter(row -> row.trial().equals(trial)).findFirst();
  }

  private static List<TrialRow> read(Path results) throws IOException, RefusedException {
    try {
      return Csv.read(results, TrialRow.class);
    } catch (JacksonException e) {
      throw new RefusedException(
          "%s:%d: expected rows of results, found something else; move the file away"
              .formatted(results, line(e)));
    }
  }

  private static int line(JacksonException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static FileChannel lock(Path root) throws IOException, RefusedException {
    FileChannel channel =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null;
    }
    if (held == null) {
      channel.close();
      throw new RefusedException(root + ": expected a free directory, another run is using it");
    }
    return channel;
  }

  private static void requireSame(Path file, String text, String what)
      throws IOException, RefusedException {
    if (Files.exists(file) && !Files.readString(file).equals(text)) {
      throw new RefusedException(
          "%s: expected the %s of this run, found another; choose another --output"
              .formatted(file, what));
    }
  }

  private static void replace(Path file, String text) throws IOException {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
