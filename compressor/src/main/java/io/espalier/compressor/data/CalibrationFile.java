package io.espalier.compressor.data;

import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out what kind of file it is, and reads it. */
final class CalibrationFile {
  private CalibrationFile() {}

  static CalibrationData read(String path) throws DataException {
    try {
      return read(Path.of(path));
    } catch (InvalidPathException e) {
      throw new DataException("source", "mnist, idx:DIR or a file", "'" + path + "'");
    }
  }

  static CalibrationData read(Path file) throws DataException {
    return read(file, NpzFile::read, data -> data);
  }

  /** In two parts. */
  static Partition partition(Path file) throws DataException {
    return read(file, NpzFile::partition, Partition::split);
  }

  private interface Reader<A, B> {
    B read(A from) throws IOException;
  }

  private static <T> T read(
      Path file, Reader<Path, T> archive, Reader<CalibrationData, T> otherwise)
      throws DataException {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          name,
          "an .npz, .npy or .csv file, mnist or idx:DIR",
          Files.isDirectory(file) ? "a directory" : "nothing");
    }
    try {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.endsWith(".npz")) {
        return archive.read(file);
      }
      if (lower.endsWith(".npy")) {
        return otherwise.read(array(file));
      }
      if (lower.endsWith(".csv")) {
        return otherwise.read(CsvFile.read(file));
      }
      throw new DataException(name, "a name in .npz, .npy or .csv", "another");
    } catch (DataException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DataException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new DataException(name, "a readable file", e.toString());
    }
  }

  private static CalibrationData array(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      NpyArray array = NpyArray.read(file.toString(), in, Files.size(file));
      return new CalibrationData(
          file.getFileName().toString(),
          Digest.ofFile(file),
          List.of(array.samples("x")),
          Optional.empty(),
          Optional.empty());
    }
  }
}
