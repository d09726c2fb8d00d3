package io.espalier.controller.backup;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.backup.BackupFormat.About;
import io.espalier.controller.lab.RunCopies;
import io.espalier.controller.store.Snapshot;
import io.espalier.shared.artifact.BuildVersion;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a backup is made of. Blocks.
 *
 * @param rows of the store
 * @param library of artifacts, whose files go with it
 * @param directory of the controller, where the backup is made
 * @param runs files of experiments, which need not be there
 */
public record Backup(Snapshot rows, ArtifactLibrary library, Path directory, RunCopies runs) {
  private static final String PART = ".tmp";

  /**
   * Makes one, in a new file in the directory of the controller.
   *
   * @return that file, which whoever asked removes
   * @throws IOException if something cannot be read, or there is no room; nothing is left behind
   */
  public Path make() throws IOException {
    Path file = Files.createTempFile(directory, "backup-", PART);
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      zip.putNextEntry(new ZipEntry(BackupFormat.ABOUT));
      zip.write(
          BackupFormat.JSON.writeValueAsBytes(
              new About(
                  BackupFormat.VERSION,
                  Instant.now().toString(),
                  BuildVersion.current().toString())));
      rows.read(new Rows(zip));
      library.reload();
      for (Path artifact : library.files()) {
        add(zip, BackupFormat.ARTIFACTS + artifact.getFileName(), artifact);
      }
      runs.bringAll();
      for (Path part : filesOfExperiments()) {
        String name = runs.directory().relativize(part).toString().replace('\\', '/');
        add(zip, BackupFormat.EXPERIMENTS + name, part);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private List<Path> filesOfExperiments() throws IOException {
    if (!Files.isDirectory(runs.directory())) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(runs.directory())) {
      return all.filter(Files::isRegularFile).filter(RunCopies::isKept).sorted().toList();
    }
  }

  /** One that goes away meanwhile was not needed. */
  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return;
    }
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }

  /** Rows as lines of JSON. */
  private record Rows(ZipOutputStream zip) implements Snapshot.Sink {
    @Override
    public void table(String name, List<String> columns) throws IOException {
      zip.putNextEntry(new ZipEntry(BackupFormat.TABLES + name + BackupFormat.ROWS));
      line(columns);
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
      line(values);
    }

    private void line(Object values) throws IOException {
      OutputStream out = zip;
      out.write(BackupFormat.JSON.writeValueAsBytes(values));
      out.write("\n".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
