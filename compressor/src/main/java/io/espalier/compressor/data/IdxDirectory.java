package io.espalier.compressor.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Four IDX files in a directory. */
final class IdxDirectory implements IdxSource {
  private final Path directory;

  IdxDirectory(Path directory) throws DataException {
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          directory.toString(), "a directory", Files.exists(directory) ? "a file" : "nothing");
    }
    this.directory = directory;
  }

  @Override
  public IdxFile read(Part part) throws DataException {
    Path usual = directory.resolve(part.fileName());
    Path file =
        find(part)
            .orElseThrow(
                () -> new DataException(usual.toString(), "a file, perhaps with .gz", "nothing"));
    try {
      return IdxFile.parse(file.toString(), Files.readAllBytes(file));
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(file.toString(), "a readable file", e.toString());
    }
  }

  private Optional<Path> find(Part part) throws DataException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> part.isNamed(file.getFileName().toString())).sorted().findFirst();
    } catch (IOException e) {
      throw new DataException(directory.toString(), "a readable directory", e.toString());
    }
  }
}
