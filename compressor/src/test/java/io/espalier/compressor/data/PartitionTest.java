package io.espalier.compressor.data;

import static io.espalier.compressor.data.NpyFiles.floats;
import static io.espalier.compressor.data.NpyFiles.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTest {
  @TempDir Path directory;

  @Test
  void read_takesThePartsThatNamesTell() throws IOException {
    Partition parts =
        Partition.read(
            npz(
                Map.of(
                    "x_train", floats("3, 2", 1, 2, 3, 4, 5, 6),
                    "y_train", integers(0, 1, 2),
                    "x_test", floats("1, 2", 7, 8),
                    "y_test", integers(2))));

    assertThat(parts.training().inputs().get(0).name()).isEqualTo("x");
    assertThat(values(parts.training())).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(parts.training().labels()).contains(new int[] {0, 1, 2});
    assertThat(values(parts.test())).containsExactly(7, 8);
    assertThat(parts.test().labels()).contains(new int[] {2});
    assertThat(parts.test().digest()).isEqualTo(parts.digest());
  }

  @Test
  void read_keepsEachFifthSampleForTheTestWhereNoNameTells() throws IOException {
    Path table = directory.resolve("a.csv");
    Files.writeString(table, "x,label\n1,0\n2,0\n3,0\n4,0\n5,1\n6,0\n7,0\n");
    for (Partition parts :
        List.of(
            Partition.read(
                npz(
                    Map.of(
                        "x",
                        floats("7, 1", 1, 2, 3, 4, 5, 6, 7),
                        "labels",
                        integers(0, 0, 0, 0, 1, 0, 0)))),
            Partition.read(table))) {
      assertThat(values(parts.training())).containsExactly(1, 2, 3, 4, 6, 7);
      assertThat(values(parts.test())).containsExactly(5);
      assertThat(parts.test().labels()).contains(new int[] {1});
    }
  }

  @Test
  void read_refusesPartsThatDoNotGoTogether() throws IOException {
    Path file = npz(Map.of("x_train", floats("1, 1", 1), "y_test", integers(0)));
    refused(file, "each array in two parts, for instance x_train and x_test");
    file =
        npz(
            Map.of(
                "x_train", floats("1, 1", 1), "x_test", floats("1, 1", 1), "z", floats("1, 1", 1)));
    refused(file, "each array in two parts, for instance x_train and x_test");
    refused(npz(Map.of("x", floats("4, 1", 1, 2, 3, 4))), "at least 5 samples, found 4");
  }

  @Test
  void written_isReadBackEqual() throws IOException {
    Partition parts =
        Partition.read(
            npz(
                Map.of(
                    "x", floats("6, 2", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
                    "labels", integers(0, 1, 0, 1, 0, 1),
                    "targets", floats("6, 1", 6, 5, 4, 3, 2, 1))));
    Path file = directory.resolve("again.npz");
    parts.write(file);

    Partition again = Partition.read(file);
    for (List<CalibrationData> both :
        List.of(List.of(parts.training(), again.training()), List.of(parts.test(), again.test()))) {
      assertThat(values(both.get(1))).isEqualTo(values(both.get(0)));
      assertThat(both.get(1).labels().orElseThrow()).isEqualTo(both.get(0).labels().orElseThrow());
      assertThat(both.get(1).targets().orElseThrow().values().values())
          .isEqualTo(both.get(0).targets().orElseThrow().values().values());
    }
  }

  @Test
  void normal_trainsOnThoseClassesAlone_andCallsTheOthersAnomalies() throws IOException {
    Partition parts = classes().normal(List.of(2, 0));

    assertThat(values(parts.training())).containsExactly(1, 3, 4);
    assertThat(values(parts.test())).containsExactly(5, 6, 7);
    assertThat(parts.test().labels()).contains(new int[] {1, 0, 1});
    assertThat(parts.images()).isEmpty();
  }

  @Test
  void normal_refusesWhatIsAllOfOneKind() throws IOException {
    Partition parts = classes();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> parts.normal(List.of(9)))
        .withMessageContaining("samples of the classes [9] to train on")
        .withMessageContaining("found 0 to train on, 0 and 3 to test on");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> parts.normal(List.of(0, 1, 2)))
        .withMessageContaining("found 4 to train on, 3 and 0 to test on");
  }

  private Partition classes() throws IOException {
    return Partition.read(
        npz(
            Map.of(
                "x_train", floats("4, 1", 1, 2, 3, 4),
                "y_train", integers(0, 1, 2, 0),
                "x_test", floats("3, 1", 5, 6, 7),
                "y_test", integers(1, 2, 1))));
  }

  private static void refused(Path file, String expected) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Partition.read(file))
        .withMessageContaining(expected);
  }

  private static float[] values(CalibrationData data) {
    return data.inputs().get(0).values().values();
  }

  private Path npz(Map<String, byte[]> arrays) throws IOException {
    return NpyFiles.zip(directory.resolve("data.npz"), new TreeMap<>(arrays));
  }
}
