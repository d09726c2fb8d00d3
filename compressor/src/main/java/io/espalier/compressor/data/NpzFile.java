package io.espalier.compressor.data;

import io.espalier.shared.artifact.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file of {@code .npy} files, which NumPy calls {@code .npz}. */
final class NpzFile {
  static final String SUFFIX = ".npy";
  static final String LABELS = "labels";
  static final String TARGETS = "targets";

  /** What the names of arrays end in that are to train on. */
  static final String TRAINING = "_train";

  /** What the names of arrays end in that are to judge by. */
  static final String TEST = "_test";

  private static final int MAX_ARRAYS = 100;

  /** What deflate can make of one byte at most. */
  private static final int MAX_RATIO = 1032;

  private NpzFile() {}

  static CalibrationData read(Path file) throws IOException {
    return data(file, arrays(file));
  }

  /** In two parts: as the names of its arrays say, or else each fifth sample for the test. */
  static Partition partition(Path file) throws IOException {
    Map<String, NpyArray> arrays = arrays(file);
    Map<String, NpyArray> training = named(arrays, TRAINING);
    Map<String, NpyArray> test = named(arrays, TEST);
    if (training.isEmpty() && test.isEmpty()) {
      return Partition.split(data(file, arrays));
    }
    if (training.size() + test.size() < arrays.size() || !training.keySet().equals(test.keySet())) {
      throw new DataException(
          file.toString(),
          "each array in two parts, for instance x_train and x_test",
          String.join(", ", arrays.keySet()));
    }
    return new Partition(data(file, training), data(file, test), Optional.empty());
  }

  private static Map<String, NpyArray> named(Map<String, NpyArray> arrays, String suffix) {
    Map<String, NpyArray> part = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.endsWith(suffix)) {
            part.put(name.substring(0, name.length() - suffix.length()), array);
          }
        });
    return part;
  }

  private static CalibrationData data(Path file, Map<String, NpyArray> arrays) throws IOException {
    List<SampleArray> inputs = new ArrayList<>();
    Optional<int[]> labels = Optional.empty();
    Optional<SampleArray> targets = Optional.empty();
    for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
      NpyArray array = entry.getValue();
      String role = role(entry.getKey(), array);
      if (role.equals(LABELS)) {
        requireFirst(array, labels.isEmpty());
        labels = Optional.of(array.labels());
      } else if (role.equals(TARGETS)) {
        requireFirst(array, targets.isEmpty());
        targets = Optional.of(array.samples(TARGETS));
      } else {
        inputs.add(array.samples(role));
      }
    }
    if (inputs.isEmpty()) {
      throw new DataException(file.toString(), "an array for an input, for instance x", "none");
    }
    return new CalibrationData(
        file.getFileName().toString(), Digest.ofFile(file), inputs, labels, targets);
  }

  private static String role(String name, NpyArray array) {
    return switch (name) {
      case LABELS, "label" -> LABELS;
      case TARGETS, "target" -> TARGETS;
      case "y" -> array.type().whole ? LABELS : TARGETS;
      default -> name;
    };
  }

  private static Map<String, NpyArray> arrays(Path file) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MAX_ARRAYS) {
        throw new DataException(
            file.toString(), "at most %d arrays".formatted(MAX_ARRAYS), zip.size() + " entries");
      }
      long values = 0;
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        NpyArray array = array(file, zip, entry);
        arrays.put(entry.getName().substring(0, entry.getName().length() - SUFFIX.length()), array);
        values += array.values().length;
        if (values > NpyArray.MAX_VALUES) {
          throw new DataException(
              file.toString(), "at most %d numbers".formatted(NpyArray.MAX_VALUES), "more");
        }
      }
    } catch (ZipException e) {
      throw new DataException(file.toString(), "a whole zip file of arrays", e.toString());
    }
    return arrays;
  }

  private static NpyArray array(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String where = file + ": " + entry.getName();
    if (!entry.getName().endsWith(SUFFIX)) {
      throw new DataException(where, "entries in .npy", "another");
    }
    // An entry may claim any size, so what it could hold is judged by what is there.
    long packed = Math.min(entry.getCompressedSize(), Files.size(file));
    long bytes = Math.min(entry.getSize(), packed * MAX_RATIO);
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return NpyArray.read(where, in, bytes);
    }
  }

  private static void requireFirst(NpyArray array, boolean first) throws DataException {
    if (!first) {
      throw new DataException(array.where(), "labels and targets once", "them again");
    }
  }
}
