package io.espalier.controller.cli;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Files of samples: four numbers in [0, 1] each, of class 0 if the first two are the larger. */
public final class Data {
  private static final int WIDTH = 4;

  private Data() {}

  /** An {@code .npz} file of 200 samples with labels. */
  static Path labelled(Path folder) throws IOException {
    Matrix samples = samples(200);
    return write(folder.resolve("labelled.npz"), samples, Optional.of(labels(samples)));
  }

  /** An {@code .npz} file of 200 samples without labels. */
  static Path unlabelled(Path folder) throws IOException {
    return write(folder.resolve("unlabelled.npz"), samples(200), Optional.empty());
  }

  /** An {@code .npz} file whose samples have five numbers. */
  static Path wide(Path folder) throws IOException {
    return write(folder.resolve("wide.npz"), Matrix.zeros(10, WIDTH + 1), Optional.empty());
  }

  /** A directory with the four files of MNIST's format, images of 2 × 2. */
  public static Path idx(Path folder) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("idx"));
    for (String part : List.of("train", "t10k")) {
      Matrix samples = samples(200);
      int[] labels = labels(samples);
      try (DataOutputStream images = open(directory, part + "-images-idx3-ubyte");
          DataOutputStream classes = open(directory, part + "-labels-idx1-ubyte")) {
        for (int number : new int[] {0x0803, labels.length, 2, 2}) {
          images.writeInt(number);
        }
        classes.writeInt(0x0801);
        classes.writeInt(labels.length);
        for (float value : samples.values()) {
          images.writeByte(Math.round(255 * value));
        }
        for (int label : labels) {
          classes.writeByte(label);
        }
      }
    }
    return directory;
  }

  private static Path write(Path file, Matrix samples, Optional<int[]> labels) throws IOException {
    new CalibrationData(
            file.getFileName().toString(),
            Digest.of(new byte[0]),
            List.of(SampleArray.rows("x", samples)),
            labels,
            Optional.empty())
        .write(file);
    return file;
  }

  private static Matrix samples(int count) {
    SplittableRandom random = new SplittableRandom(2);
    Matrix samples = Matrix.zeros(count, WIDTH);
    for (int i = 0; i < samples.values().length; i++) {
      samples.values()[i] = (float) random.nextDouble();
    }
    return samples;
  }

  private static int[] labels(Matrix samples) {
    int[] labels = new int[samples.rows()];
    for (int i = 0; i < labels.length; i++) {
      float first = samples.get(i, 0) + samples.get(i, 1);
      labels[i] = first > samples.get(i, 2) + samples.get(i, 3) ? 0 : 1;
    }
    return labels;
  }

  private static DataOutputStream open(Path directory, String name) throws IOException {
    return new DataOutputStream(Files.newOutputStream(directory.resolve(name)));
  }
}
