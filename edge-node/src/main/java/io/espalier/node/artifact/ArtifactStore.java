package io.espalier.node.artifact;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Artifacts as files named after their digest, each with a receipt of what it cost to fetch. A file
 * under its final name is whole: it gets there by a rename. Used by one thread.
 */
final class ArtifactStore {
  private static final System.Logger LOG = System.getLogger(ArtifactStore.class.getName());
  private static final String TEMPORARY = ".part";
  private static final String RECEIPT = ".json";
  private static final String HEX = "[0-9a-f]{64}";

  /** What is written beside an artifact. */
  private record Receipt(int schema, long wireBytes) {}

  private record Stored(Digest digest, long bytes, FileTime used) {}

  private final Path directory;
  private final long maxBytes;
  private final InstantSource clock;

  /**
   * Opens a store and removes what an interrupted fetch left there.
   *
   * @param maxBytes of all artifacts together
   * @param clock tells what was used last
   */
  ArtifactStore(Path directory, long maxBytes, InstantSource clock) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.maxBytes = maxBytes;
    this.clock = clock;
    for (Path left : list(name -> name.endsWith(TEMPORARY))) {
      Files.delete(left);
    }
  }

  /** The artifact, if it is there and intact; a damaged one is removed. */
  Optional<LocalArtifact> find(Digest digest) throws IOException {
    Path file = file(digest);
    try {
      byte[] content = Files.readAllBytes(file);
      Receipt receipt = MessageCodec.decode(Files.readAllBytes(receipt(digest)), Receipt.class);
      if (Digest.of(content).equals(digest)) {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return Optional.of(new LocalArtifact(digest, content, receipt.wireBytes()));
      }
      LOG.log(System.Logger.Level.WARNING, "artifact=" + digest + " damaged on disk, removed");
    } catch (NoSuchFileException e) {
      // Absent, or half removed when power was lost.
    } catch (MalformedMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "artifact=" + digest + " " + e.getMessage());
    }
    remove(digest);
    return Optional.empty();
  }

  /** Where a fetch of the artifact may write. */
  Path temporary(Digest digest) {
    return directory.resolve(digest.hex() + TEMPORARY);
  }

  /** Takes the verified artifact over from {@link #temporary}. */
  void commit(Digest digest, long wireBytes) throws IOException {
    Files.write(receipt(digest), MessageCodec.encode(new Receipt(1, wireBytes)));
    Files.move(temporary(digest), file(digest), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  /** Drops what a failed fetch wrote. */
  void discard(Digest digest) throws IOException {
    Files.deleteIfExists(temporary(digest));
  }

  /** Removes artifacts, the longest unused first, until the store is within its limit. */
  void evict(Set<Digest> keep) throws IOException {
    List<Stored> artifacts = new ArrayList<>();
    for (Path file : list(name -> name.matches(HEX))) {
      artifacts.add(
          new Stored(
              new Digest(file.getFileName().toString()),
              Files.size(file),
              Files.getLastModifiedTime(file)));
    }
    artifacts.sort(Comparator.comparing(Stored::used));
    long total = artifacts.stream().mapToLong(Stored::bytes).sum();
    for (Stored artifact : artifacts) {
      if (total > maxBytes && !keep.contains(artifact.digest())) {
        remove(artifact.digest());
        total -= artifact.bytes();
        LOG.log(System.Logger.Level.INFO, "artifact=" + artifact.digest() + " evicted");
      }
    }
  }

  private void remove(Digest digest) throws IOException {
    Files.deleteIfExists(file(digest));
    Files.deleteIfExists(receipt(digest));
  }

  private Path file(Digest digest) {
    return directory.resolve(digest.hex());
  }

  private Path receipt(Digest digest) {
    return directory.resolve(digest.hex() + RECEIPT);
  }

  private List<Path> list(Predicate<String> named) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> named.test(f.getFileName().toString())).toList();
    }
  }
}
