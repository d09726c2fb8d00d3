package io.espalier.compressor.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.espalier.shared.artifact.Digest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads data sets. */
public final class Datasets {
  /** The name of the data set that is there without any file. */
  public static final String MNIST = "mnist";

  /** What stands before a directory of IDX files. */
  public static final String IDX = "idx:";

  private Datasets() {}

  /**
   * The data set that a spec asks for.
   *
   * @param source {@code mnist}, or {@code idx:DIR} for the four files in a directory
   * @throws DataException if there is no such source, or its files cannot be used
   */
  public static Dataset resolve(String source) throws DataException {
    if (source.equals(MNIST)) {
      return mnist();
    }
    if (source.startsWith(IDX) && source.length() > IDX.length()) {
      return idx(pathOf(source));
    }
    throw new DataException("source", "mnist or idx:DIR", "'" + source + "'");
  }

  /** Whether {@link #resolve} takes it for the name of a data set. */
  static boolean isName(String source) {
    return source.equals(MNIST) || source.startsWith(IDX);
  }

  /** MNIST, complete: 60,000 training and 10,000 test images of 784 pixels. */
  public static Dataset mnist() throws DataException {
    return assemble(MNIST, new BundledMnist());
  }

  /**
   * Four IDX files, gzipped or not: {@code train-images-idx3-ubyte}, {@code
   * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, or
   * the same with a dot before {@code idx}. Images may have any dimensions; they are flattened.
   *
   * @throws DataException if a file is missing, truncated or garbled, or they do not fit together
   */
  public static Dataset idx(Path directory) throws DataException {
    return idx(IDX + directory, directory);
  }

  /**
   * The same, called otherwise.
   *
   * @param name what it was asked for by
   * @throws DataException if a file is missing, truncated or garbled, or they do not fit together
   */
  public static Dataset idx(String name, Path directory) throws DataException {
    return assemble(name, new IdxDirectory(directory));
  }

  private static Path pathOf(String source) throws DataException {
    try {
      return Path.of(source.substring(IDX.length()));
    } catch (InvalidPathException e) {
      throw new DataException("source", "idx:DIR with a path", "'" + source + "'");
    }
  }

  private static Dataset assemble(String name, IdxSource source) throws DataException {
    IdxFile trainImages = source.read(Part.TRAIN_IMAGES);
    IdxFile trainLabels = source.read(Part.TRAIN_LABELS);
    IdxFile testImages = source.read(Part.TEST_IMAGES);
    IdxFile testLabels = source.read(Part.TEST_LABELS);
    requireOneLabelPerImage(trainImages, trainLabels);
    requireOneLabelPerImage(testImages, testLabels);
    if (testImages.width() != trainImages.width()) {
      throw new DataException(
          testImages.name(),
          "images of %d pixels as in %s".formatted(trainImages.width(), trainImages.name()),
          testImages.width() + " pixels");
    }
    return new Dataset(
        name,
        digestOf(trainImages, trainLabels, testImages, testLabels),
        trainImages.scaled(),
        trainLabels.labels(),
        testImages.scaled(),
        testLabels.labels(),
        testImages.content(),
        testLabels.content());
  }

  private static void requireOneLabelPerImage(IdxFile images, IdxFile labels) throws DataException {
    if (labels.count() != images.count()) {
      throw new DataException(
          labels.name(),
          "%d labels as %s has images".formatted(images.count(), images.name()),
          labels.count() + " labels");
    }
  }

  private static Digest digestOf(IdxFile... files) {
    String digests =
        Stream.of(files).map(file -> Digest.of(file.content()).hex()).collect(Collectors.joining());
    return Digest.of(digests.getBytes(US_ASCII));
  }
}
