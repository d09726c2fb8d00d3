package io.espalier.controller.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.espalier.compressor.RefusedException;
import io.espalier.controller.backup.BackupFormat.About;
import io.espalier.controller.store.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup, of which every byte was looked at. Blocks. */
public final class BackupFile implements AutoCloseable {
  private final Path file;
  private final ZipFile zip;
  private final About about;

  private BackupFile(Path file, ZipFile zip, About about) {
    this.file = file;
    this.zip = zip;
    this.about = about;
  }

  /**
   * Opens a backup.
   *
   * @throws RefusedException if it is none, or only a part of one, or of a newer build
   * @throws IOException if it cannot be read
   */
  public static BackupFile open(Path file) throws IOException, RefusedException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    }
    try {
      ZipEntry first = zip.getEntry(BackupFormat.ABOUT);
      if (first == null) {
        throw damaged(file, "an archive of something else");
      }
      check(file, zip);
      About about;
      try (InputStream in = zip.getInputStream(first)) {
        about = BackupFormat.JSON.readValue(in.readAllBytes(), About.class);
      }
      if (about.format() != BackupFormat.VERSION) {
        throw new RefusedException(
            "%s: expected a backup of format %d, found %d; restore it with build %s"
                .formatted(file, BackupFormat.VERSION, about.format(), about.build()));
      }
      return new BackupFile(file, zip, about);
    } catch (JsonProcessingException e) {
      zip.close();
      throw damaged(file, "an archive of something else");
    } catch (IOException | RefusedException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** When it was made, in ISO 8601. */
  public String createdAt() {
    return about.createdAt();
  }

  /**
   * The rows of the store.
   *
   * @throws IllegalArgumentException while they are given, if they are none
   */
  public Snapshot.Source rows() {
    return sink -> {
      for (ZipEntry entry : entries(BackupFormat.TABLES)) {
        String name = entry.getName();
        rows(
            name.substring(BackupFormat.TABLES.length()).replace(BackupFormat.ROWS, ""),
            entry,
            sink);
      }
    };
  }

  /**
   * Puts the files of artifacts and experiments into those directories.
   *
   * @throws RefusedException if one is to go elsewhere
   */
  public void unpack(Path artifacts, Path experiments) throws IOException, RefusedException {
    unpack(BackupFormat.ARTIFACTS, artifacts);
    unpack(BackupFormat.EXPERIMENTS, experiments);
  }

  private void unpack(String prefix, Path directory) throws IOException, RefusedException {
    for (ZipEntry entry : entries(prefix)) {
      Path to = directory.resolve(entry.getName().substring(prefix.length())).normalize();
      if (!to.startsWith(directory) || to.equals(directory)) {
        throw damaged(file, "a file that is to go to " + to);
      }
      Files.createDirectories(to.getParent());
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, to);
      }
    }
  }

  private List<? extends ZipEntry> entries(String prefix) {
    return zip.stream().filter(entry -> entry.getName().startsWith(prefix)).toList();
  }

  private void rows(String table, ZipEntry entry, Snapshot.Sink sink) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
      String columns = lines.readLine();
      sink.table(table, List.of(BackupFormat.JSON.readValue(columns, String[].class)));
      String line = lines.readLine();
      while (line != null) {
        sink.row(Arrays.asList(BackupFormat.JSON.readValue(line, Object[].class)));
        line = lines.readLine();
      }
    }
  }

  /** Reads all of it, for nobody else holds it against its sums. */
  private static void check(Path file, ZipFile zip) throws IOException, RefusedException {
    for (ZipEntry entry : zip.stream().toList()) {
      CheckedInputStream sum = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
      try (sum) {
        sum.transferTo(OutputStream.nullOutputStream());
      } catch (ZipException e) {
        throw damaged(file, String.valueOf(e.getMessage()));
      }
      if (sum.getChecksum().getValue() != entry.getCrc()) {
        throw damaged(file, entry.getName() + " with other bytes than were written");
      }
    }
  }

  private static RefusedException damaged(Path file, String found) {
    return new RefusedException(
        "%s: expected a whole backup of a controller, found %s".formatted(file, found));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
