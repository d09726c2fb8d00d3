package io.espalier.compressor.data;

import static io.espalier.compressor.data.NpyFiles.array;
import static io.espalier.compressor.data.NpyFiles.floats;
import static io.espalier.compressor.data.NpyFiles.header;
import static io.espalier.compressor.data.NpyFiles.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationFileTest {
  @TempDir Path directory;

  /** The two files are NumPy 2.4's own, of arange(24).reshape(4, 3, 2) in every type. */
  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void read_understandsNumPysFiles(String resource) throws IOException {
    CalibrationData data = CalibrationData.read(copied(resource));

    assertThat(data.inputs()).hasSize(11);
    assertArray(data, "float64", i -> i / 4f);
    assertArray(data, "half", i -> i / 4f);
    assertArray(data, "big", i -> i);
    assertArray(data, "fortran", i -> i);
    assertArray(data, "int8", i -> i - 12);
    assertArray(data, "int16", i -> i - 12);
    assertArray(data, "int32", i -> i - 12);
    assertArray(data, "int64", i -> i - 12);
    assertArray(data, "uint8", i -> i + 200);
    assertArray(data, "uint16", i -> i + 60000);
    assertArray(data, "bool", i -> i % 2);
    assertThat(data.labels()).contains(new int[] {3, 0, 1, 2});
    assertThat(data.targets().orElseThrow().values().values()).containsExactly(0, .5f, 1, 1.5f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void read_understandsEveryVersionOfAnArray(int version) throws IOException {
    Path file =
        written("x.npy", array(version, header("|u1", "2, 3"), new byte[] {1, 2, 3, 4, 5, 6}));
    CalibrationData data = CalibrationData.read(file);

    assertThat(data.inputs().get(0).shape()).isEqualTo("2 × 3");
    assertThat(data.inputs().get(0).values().values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data.labels()).isEmpty();
  }

  @Test
  void read_understandsTables() throws IOException {
    CalibrationData bare = CalibrationData.read(written("a.csv", "1,2.5\n\n-3e1, 4\r\n"));
    CalibrationData named =
        CalibrationData.read(written("b.csv", "\uFEFFclass,\"one\",two\n7,1,2\n0,3,4\n"));

    assertThat(bare.inputs().get(0).values().values()).containsExactly(1, 2.5f, -30, 4);
    assertThat(bare.labels()).isEmpty();
    assertThat(named.inputs().get(0).shape()).isEqualTo("2 × 2");
    assertThat(named.inputs().get(0).values().values()).containsExactly(1, 2, 3, 4);
    assertThat(named.labels()).contains(new int[] {7, 0});
  }

  @Test
  void read_growsWithTables() throws IOException {
    StringBuilder text = new StringBuilder("label,x\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(',').append(i / 2f).append('\n');
    }
    CalibrationData data = CalibrationData.read(written("long.csv", text.toString()));

    assertThat(data.samples()).isEqualTo(5000);
    assertThat(data.inputs().get(0).values().get(4999, 0)).isEqualTo(2499.5f);
    assertThat(data.labels().orElseThrow()[4999]).isEqualTo(4999);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2\\n3\\n | line 2: expected 2 columns, found 1 columns",
        "1,2\\n3,x\\n | line 2: expected a finite number in column 2, found 'x'",
        "1,2\\nNaN,1\\n | line 2: expected a finite number in column 1, found 'NaN'",
        "label,x\\n-1,1\\n | line 2: expected a label that is a whole number from 0, found -1.0 in column 1",
        "label,x\\n1.5,1\\n | line 2: expected a label that is a whole number from 0, found 1.5 in column 1",
        "label\\n1\\n | expected at least one sample, found none",
        "a,b\\n | expected at least one sample, found none",
        "'' | expected at least one sample, found none",
      })
  void read_saysWhereATableIsWrong(String text, String message) throws IOException {
    assertRefused(written("t.csv", text.replace("\\n", "\n")), message);
  }

  @Test
  void read_saysWhichArrayIsWrong() throws IOException {
    Path file = directory.resolve("d.npz");
    Map<String, byte[]> arrays = new TreeMap<>(Map.of("x", floats("3, 1", 1, 2, 3)));

    arrays.put("row", floats("3, 2", 1, 2, 3, 4, 5, Float.POSITIVE_INFINITY));
    assertRefused(
        NpyFiles.zip(file, arrays), "row.npy: expected finite numbers, found Infinity in sample 2");
    arrays.put("row", floats("2, 1", 1, 2));
    assertRefused(NpyFiles.zip(file, arrays), "x: expected 2 samples, found 3");
    arrays.remove("row");
    arrays.put("labels", floats("3, 1", 0, 1, .5f));
    assertRefused(
        NpyFiles.zip(file, arrays),
        "labels.npy: expected whole numbers from 0, found 0.5 in sample 2");
    arrays.put("labels", floats("3, 2", 0, 1, 0, 1, 0, 1));
    assertRefused(
        NpyFiles.zip(file, arrays), "labels.npy: expected one label a sample, found shape [3, 2]");
    arrays.put("labels", integers(1, 2));
    assertRefused(NpyFiles.zip(file, arrays), "labels: expected 3 samples, found 2");
    arrays.put("labels", integers(1, 2, (1L << 40) + 1));
    assertRefused(
        NpyFiles.zip(file, arrays),
        "labels.npy: expected whole numbers that a float can hold, found 1099511627777 in sample"
            + " 2");
    arrays.put("labels", integers(1, 2, 3));
    arrays.put("y", integers(1, 2, 3));
    assertRefused(
        NpyFiles.zip(file, arrays), "y.npy: expected labels and targets once, found them again");
    assertRefused(
        NpyFiles.zip(file, Map.of("y", integers(1, 2, 3))),
        "expected an array for an input, for instance x, found none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<U5 | 1, | expected floats, integers of up to 64 bits or booleans, found type '<U5'",
        ">O | 1, | expected floats, integers of up to 64 bits or booleans, found type '>O'",
        "<f4 | '' | expected an array of samples, found a single number",
        "<f4 | 0, 4 | expected at least one sample, found shape [0, 4]",
        "<f4 | 4, | expected 16 bytes for shape [4], found 4 bytes",
        "<f4 | 1, 65536, 65536 | expected at most 268435456 numbers, found shape [1, 65536, 65536]",
        "<f4 | 100000000, 2 | expected 800000000 bytes for shape [100000000, 2], found 4 bytes",
        "<f4 | 99999999999, | expected extents below 2³¹, found '99999999999'",
        "<f4 | -4, | expected a header with fortran_order and shape, found one without",
        "<f4 | 1,1,1,1,1,1,1,1,1 | expected at most 8 dimensions, found 9 dimensions",
        "<i2 | 1, | expected 2 bytes for shape [1], found more",
      })
  void read_saysWhatAnArrayIsThatItCannotUse(String type, String shape, String message)
      throws IOException {
    assertRefused(written("x.npy", array(1, header(type, shape), new byte[4])), message);
  }

  @Test
  void read_refusesOtherFiles() throws IOException {
    assertRefused(
        directory.resolve("none.npz"),
        "expected an .npz, .npy or .csv file, mnist or idx:DIR, found nothing");
    assertRefused(
        directory, "expected an .npz, .npy or .csv file, mnist or idx:DIR, found a directory");
    assertRefused(written("x.txt", "1"), "expected a name in .npz, .npy or .csv, found another");
    assertRefused(
        written("x.npy", "no array at all"), "expected a NumPy array (.npy), found other bytes");
    assertRefused(
        written("x.npz", "no zip file at all"), "expected a whole zip file of arrays, found");
    assertRefused(
        written("x.csv", new byte[] {(byte) 0xff, (byte) 0xfe}),
        "expected text in UTF-8, found other bytes");
  }

  /** Whatever is wrong with a file, it is read or refused in one line. */
  @Test
  void read_survives2000MutationsOfSeed1() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] stored = Files.readAllBytes(copied("stored.npz"));
    byte[] deflated = Files.readAllBytes(copied("deflated.npz"));
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = (i % 2 == 0 ? stored : deflated).clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      Path file = written("mutated.npz", Arrays.copyOf(bytes, length));
      assertThatCode(() -> readOrRefused(file)).doesNotThrowAnyException();
    }
  }

  private static void readOrRefused(Path file) {
    try {
      CalibrationData.read(file);
    } catch (DataException e) {
      assertThat(e).hasMessageStartingWith("data: ").hasMessageNotContaining("\n");
    }
  }

  private static void assertRefused(Path file, String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> CalibrationData.read(file))
        .withMessageStartingWith("data: ")
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  private static void assertArray(CalibrationData data, String name, FloatOf expected) {
    SampleArray array =
        data.inputs().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    assertThat(array.extents()).isEqualTo(List.of(3, 2));
    assertThat(array.values().values())
        .as(name)
        .containsExactly(IntStream.range(0, 24).mapToObj(expected::at).toArray(Float[]::new));
  }

  @FunctionalInterface
  private interface FloatOf {
    float at(int i);
  }

  private Path copied(String resource) throws IOException {
    try (InputStream in = CalibrationFileTest.class.getResourceAsStream(resource)) {
      return written(resource, in.readAllBytes());
    }
  }

  private Path written(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path written(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }
}
