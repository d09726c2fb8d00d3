package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples by class.
 *
 * @param labels of the classes that occur, ascending
 * @param members the numbers of each class's samples, ascending
 * @param samples each class's samples, in the order of their numbers
 */
@SuppressWarnings("ArrayRecordComponent")
record ClassGroups(int[] labels, List<int[]> members, List<Matrix> samples) {
  static ClassGroups of(Matrix features, int[] labels) {
    if (labels.length != features.rows()) {
      throw new IllegalArgumentException(
          "svm: expected a label for each of %d samples, found %d"
              .formatted(features.rows(), labels.length));
    }
    int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
    if (classes.length < 2) {
      throw new IllegalArgumentException(
          "svm: expected samples of at least two classes, found " + Arrays.toString(classes));
    }
    if (classes[0] < 0) {
      throw new IllegalArgumentException("svm: expected labels from 0, found " + classes[0]);
    }
    List<int[]> members =
        Arrays.stream(classes)
            .mapToObj(
                label ->
                    IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray())
            .toList();
    return new ClassGroups(classes, members, members.stream().map(features::rows).toList());
  }

  /** Two classes, by position. */
  record Pair(int first, int second) {}

  /** (0,1), (0,2), …, in LIBSVM's order. */
  List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < labels.length; a++) {
      for (int b = a + 1; b < labels.length; b++) {
        pairs.add(new Pair(a, b));
      }
    }
    return pairs;
  }

  /** The numbers of the samples of the first class, then of the second. */
  int[] members(Pair pair) {
    return IntStream.concat(
            IntStream.of(members.get(pair.first())), IntStream.of(members.get(pair.second())))
        .toArray();
  }
}
