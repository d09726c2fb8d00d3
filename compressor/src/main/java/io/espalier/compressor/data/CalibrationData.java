package io.espalier.compressor.data;

import io.espalier.compressor.linalg.Permutations;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Samples that a model is run on, to see what flows through it. Arrays are not copied, for they are
 * large.
 *
 * @param name what it was asked for by, for instance {@code data.npz}
 * @param digest of the file, or of the data set
 * @param inputs at least one array, each with as many samples as the others, at least one
 * @param labels the class of each sample, 0 or more
 * @param targets what a model should yield for each sample
 */
@SuppressWarnings("ArrayRecordComponent")
public record CalibrationData(
    String name,
    Digest digest,
    List<SampleArray> inputs,
    Optional<int[]> labels,
    Optional<SampleArray> targets) {
  /**
   * @throws IllegalArgumentException if there is no array or no sample, or the arrays, labels and
   *     targets differ in their number of samples
   */
  public CalibrationData {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.get(0).count() == 0) {
      throw new IllegalArgumentException(name + ": expected at least one sample, found none");
    }
    int samples = inputs.get(0).count();
    for (SampleArray array : inputs) {
      requireCount(name, array.name(), array.count(), samples);
    }
    labels.ifPresent(all -> requireCount(name, "labels", all.length, samples));
    targets.ifPresent(all -> requireCount(name, all.name(), all.count(), samples));
  }

  /**
   * Reads a file of NumPy arrays ({@code .npz}, {@code .npy}) or a table ({@code .csv}).
   *
   * <p>In an {@code .npz} file {@code labels}, {@code label} and a {@code y} of integers are the
   * labels, {@code targets}, {@code target} and any other {@code y} are the targets, and each other
   * entry is for the input of that name. In a table with a header, {@code label}, {@code labels},
   * {@code class} and {@code y} are the labels; the other columns are one array {@code x}.
   *
   * @throws DataException if there is no such file, or it cannot be used; the message is one line
   */
  public static CalibrationData read(Path file) throws DataException {
    return CalibrationFile.read(file);
  }

  /**
   * The data that an option asks for.
   *
   * @param source {@code mnist} or {@code idx:DIR}, for the training images and their labels, or
   *     the path of a file for {@link #read}
   */
  public static CalibrationData resolve(String source) throws DataException {
    return Datasets.isName(source)
        ? training(Datasets.resolve(source))
        : CalibrationFile.read(source);
  }

  /** The training images and labels of a data set. */
  public static CalibrationData training(Dataset set) {
    return new CalibrationData(
        set.name(),
        set.digest(),
        List.of(SampleArray.rows("x", set.trainImages())),
        Optional.of(set.trainLabels()),
        Optional.empty());
  }

  /** The test images and labels of a data set. */
  public static CalibrationData testing(Dataset set) {
    return new CalibrationData(
        set.name(),
        set.digest(),
        List.of(SampleArray.rows("x", set.testImages())),
        Optional.of(set.testLabels()),
        Optional.empty());
  }

  /** How many samples there are. */
  public int samples() {
    return inputs.get(0).count();
  }

  /** The arrays whose samples are all equal, which tell nothing about what matters. */
  public List<String> constant() {
    return inputs.stream().filter(SampleArray::isConstant).map(SampleArray::name).toList();
  }

  /** The samples from {@code from} to before {@code to}. */
  public CalibrationData slice(int from, int to) {
    return new CalibrationData(
        name,
        digest,
        inputs.stream().map(array -> array.slice(from, to)).toList(),
        labels.map(all -> Arrays.copyOfRange(all, from, to)),
        targets.map(array -> array.slice(from, to)));
  }

  /** Samples drawn at random without repetition; all of them if there are no more than that. */
  public CalibrationData sampled(int count, SplittableRandom random) {
    if (count >= samples()) {
      return this;
    }
    int[] numbers = IntStream.range(0, samples()).toArray();
    Permutations.shuffle(numbers, random);
    return picked(Arrays.copyOf(numbers, count));
  }

  /** The samples of those numbers, in that order; at least one. */
  public CalibrationData picked(int[] drawn) {
    return new CalibrationData(
        name,
        digest,
        inputs.stream().map(array -> array.picked(drawn)).toList(),
        labels.map(all -> IntStream.of(drawn).map(i -> all[i]).toArray()),
        targets.map(array -> array.picked(drawn)));
  }

  /** The same samples with other labels, one a sample. */
  public CalibrationData labelled(int[] others) {
    return new CalibrationData(name, digest, inputs, Optional.of(others), targets);
  }

  /**
   * Writes an {@code .npz} file that {@link #read} gives back: the inputs, {@code labels} and
   * {@code targets}.
   */
  public void write(Path file) throws IOException {
    NpzWriter.write(this, file);
  }

  private static void requireCount(String name, String array, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s: %s: expected %d samples, found %d".formatted(name, array, expected, found));
    }
  }
}
