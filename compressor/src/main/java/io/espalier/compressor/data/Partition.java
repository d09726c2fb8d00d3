package io.espalier.compressor.data;

import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Samples in two parts: those that models may be made by, and those that they are judged by.
 *
 * @param training to train on, to calibrate with
 * @param test for nothing but judging
 * @param images the same, where they are a whole data set of images
 */
public record Partition(CalibrationData training, CalibrationData test, Optional<Dataset> images) {
  private static final int TEST_SHARE = 5;

  /** The parts of a data set. */
  public static Partition of(Dataset set) {
    return new Partition(
        CalibrationData.training(set), CalibrationData.testing(set), Optional.of(set));
  }

  /**
   * The parts of a file that {@link CalibrationData#read} reads. An {@code .npz} file may say which
   * samples are which: {@code x_train} and {@code y_train}, {@code x_test} and {@code y_test}, and
   * so on with every array. Of any other file each fifth sample is for the test, the fifth, the
   * tenth and so on.
   *
   * @throws DataException if there is no such file, or it cannot be used; the message is one line
   */
  public static Partition read(Path file) throws DataException {
    return CalibrationFile.partition(file);
  }

  /** Each fifth sample for the test. */
  static Partition split(CalibrationData all) throws DataException {
    if (all.samples() < TEST_SHARE) {
      throw new DataException(
          all.name(), "at least %d samples".formatted(TEST_SHARE), all.samples() + "");
    }
    return new Partition(
        all.picked(numbers(all, i -> i % TEST_SHARE != TEST_SHARE - 1)),
        all.picked(numbers(all, i -> i % TEST_SHARE == TEST_SHARE - 1)),
        Optional.empty());
  }

  /** What it was asked for by. */
  public String name() {
    return training.name();
  }

  /** Of all of it. */
  public Digest digest() {
    return training.digest();
  }

  /**
   * The same for telling what is unusual: those classes are normal, and nothing else is trained on;
   * of the test samples they get the label 0, all others 1.
   *
   * @throws DataException if there are no labels, or not both kinds among the test samples
   */
  public Partition normal(Collection<Integer> classes) throws DataException {
    int[] known = labels(training);
    int[] usual =
        IntStream.range(0, known.length).filter(i -> classes.contains(known[i])).toArray();
    int[] unusual =
        IntStream.of(labels(test)).map(label -> classes.contains(label) ? 0 : 1).toArray();
    if (usual.length == 0 || IntStream.of(unusual).distinct().count() < 2) {
      throw new DataException(
          name(),
          "samples of the classes %s to train on, and others too to test on".formatted(classes),
          "%d to train on, %d and %d to test on"
              .formatted(
                  usual.length,
                  unusual.length - IntStream.of(unusual).sum(),
                  IntStream.of(unusual).sum()));
    }
    return new Partition(training.picked(usual), test.labelled(unusual), Optional.empty());
  }

  /** Writes an {@code .npz} file that {@link #read} gives back. */
  public void write(Path file) throws IOException {
    NpzWriter.write(this, file);
  }

  private int[] labels(CalibrationData part) throws DataException {
    return part.labels()
        .orElseThrow(() -> new DataException(name(), "labels, to tell which are normal", "none"));
  }

  private static int[] numbers(CalibrationData all, IntPredicate wanted) {
    return IntStream.range(0, all.samples()).filter(wanted).toArray();
  }
}
