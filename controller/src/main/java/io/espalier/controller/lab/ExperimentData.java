package io.espalier.controller.lab;

import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.data.Partition;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.Material;
import io.espalier.controller.experiment.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the samples and the model that a spec names. */
public final class ExperimentData {
  private static final String FOLDER = Datasets.IDX;
  private static final List<String> KINDS = List.of(FOLDER, "npz:", "csv:");
  private static final String DATA = "mnist, idx:DIR, npz:FILE or csv:FILE";

  /** What a broker would be asked to carry. */
  private static final long MOST_MODEL_BYTES = 1L << 28;

  private final @Nullable Path root;
  private final boolean anywhere;

  private ExperimentData(@Nullable Path root, boolean anywhere) {
    this.root = root;
    this.anywhere = anywhere;
  }

  /** Files anywhere on this machine, for whoever started this process. */
  public static ExperimentData anywhere() {
    return new ExperimentData(null, true);
  }

  /**
   * MNIST, and files below that directory: whoever may ask for an experiment may not read all that
   * this process can.
   *
   * @param root absent for no file at all
   */
  public static ExperimentData below(@Nullable Path root) {
    return new ExperimentData(root, false);
  }

  /**
   * Loads what an experiment is made with.
   *
   * @throws DataException if there is no such data or model, or it cannot be used
   */
  public Material of(ExperimentSpec spec) throws DataException {
    Partition data = samples(spec.data());
    return new Material(
        spec.normal().isEmpty() ? data : data.normal(spec.normal()),
        spec.model() instanceof ModelSource.Brought brought ? model(brought.path()) : null);
  }

  private Partition samples(String source) throws DataException {
    Optional<String> kind = KINDS.stream().filter(source::startsWith).findFirst();
    if (kind.isEmpty()) {
      if (source.equals(Datasets.MNIST)) {
        return Partition.of(Datasets.mnist());
      }
      throw new DataException("source", DATA, "'" + source + "'");
    }
    Path path = path("source", source, source.substring(kind.get().length()));
    return kind.get().equals(FOLDER)
        ? Partition.of(Datasets.idx(source, path))
        : Partition.read(path);
  }

  private byte[] model(String file) throws DataException {
    Path path = path("model.file", file, file);
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > MOST_MODEL_BYTES) {
        throw new DataException(
            file,
            "a .tflite file of at most %d bytes".formatted(MOST_MODEL_BYTES),
            Files.exists(path) ? "another" : "nothing");
      }
      return Files.readAllBytes(path);
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(file, "a readable file", e.toString());
    }
  }

  private Path path(String key, String said, String path) throws DataException {
    if (!anywhere && root == null) {
      throw new DataException(
          key, "no file, for this controller has no --experiment-data", "'" + said + "'");
    }
    try {
      if (root == null) {
        return Path.of(path);
      }
      Path home = root.toRealPath();
      Path found = home.resolve(path).toRealPath();
      if (found.startsWith(home)) {
        return found;
      }
    } catch (IOException | InvalidPathException e) {
      // Said below: what is not there and what is elsewhere look the same to whoever asks.
    }
    throw new DataException(key, "a path below --experiment-data", "'" + said + "'");
  }
}
