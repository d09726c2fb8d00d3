package io.espalier.node.artifact;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.node.disk.DurableFile;
import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts as files named after their digest, each with a receipt of how it came. A file under its
 * final name is whole: it gets there by a rename. Thread-safe, but for one artifact only one thread
 * at a time may write.
 */
final class ArtifactStore {
  private static final System.Logger LOG = System.getLogger(ArtifactStore.class.getName());
  private static final String PART = ".part";
  private static final String BITS = ".bits";
  private static final String DECODED = ".plain";
  private static final String RECEIPT = ".json";
  private static final String HEX = "[0-9a-f]{64}";

  /** Files that are no artifact yet, and how their names end. */
  private static final List<String> UNFINISHED = List.of(PART, BITS, DECODED);

  /** What is written beside an artifact. */
  record Receipt(
      int schema,
      long wireBytes,
      ArtifactKind kind,
      @JsonSetter(nulls = Nulls.SET) @Nullable String signer) {
    private static final int SCHEMA = 2;
  }

  /** An artifact and its receipt. */
  record Found(LocalArtifact artifact, Receipt receipt) {}

  private record Stored(Digest digest, long bytes, FileTime used) {}

  private final Path directory;
  private final long maxBytes;
  private final DiskSpace disk;
  private final InstantSource clock;
  private final FlashMeter flash;

  /**
   * Opens a store and removes what is of no use to an interrupted fetch.
   *
   * @param maxBytes of all artifacts together
   * @param disk that the directory is on
   * @param clock tells what was used last
   * @param flash counts what is written
   */
  ArtifactStore(
      Path directory, long maxBytes, DiskSpace disk, InstantSource clock, FlashMeter flash)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    this.maxBytes = maxBytes;
    this.disk = disk;
    this.clock = clock;
    this.flash = flash;
    for (Path left : list(name -> name.endsWith(PART) || name.endsWith(BITS))) {
      String name = left.getFileName().toString();
      String other = name.substring(0, name.length() - PART.length());
      if (!Files.exists(this.directory.resolve(other + PART))
          || !Files.exists(this.directory.resolve(other + BITS))) {
        Files.delete(left);
      }
    }
    for (Path left : list(name -> name.endsWith(DECODED))) {
      Files.delete(left);
    }
  }

  /** The artifact, if it is there and intact; a damaged one is removed. */
  synchronized Optional<Found> find(Digest digest) throws IOException {
    Path file = file(digest);
    try {
      byte[] content = Files.readAllBytes(file);
      Receipt receipt = MessageCodec.decode(Files.readAllBytes(receipt(digest)), Receipt.class);
      if (Digest.of(content).equals(digest)) {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return Optional.of(
            new Found(new LocalArtifact(digest, content, receipt.wireBytes()), receipt));
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

  /** Opens what there is of the chunks of an artifact. */
  PartFile openPart(Digest digest, ChunkPlan plan, int window) throws IOException {
    return PartFile.open(part(digest), bits(digest), plan, window, flash);
  }

  /** Writes what the chunks stand for. */
  void writeDecoded(Digest digest, byte[] content) throws IOException {
    DurableFile.write(decoded(digest), content);
    flash.wrote(content.length);
  }

  /** Where the chunks of an artifact may be written. */
  Path part(Digest digest) {
    return directory.resolve(digest.hex() + PART);
  }

  private Path bits(Digest digest) {
    return directory.resolve(digest.hex() + BITS);
  }

  /** Where it may be written what they stand for. */
  Path decoded(Digest digest) {
    return directory.resolve(digest.hex() + DECODED);
  }

  /**
   * Makes sure that there is room.
   *
   * @param bytes that will be written, those included that an earlier fetch wrote
   * @param keep what must not be evicted
   * @throws FetchException if there is none
   */
  synchronized void reserve(Digest digest, long bytes, Set<Digest> keep)
      throws FetchException, IOException {
    long there = Files.exists(part(digest)) ? Files.size(part(digest)) : 0;
    long needed = Math.max(0, bytes - there);
    for (Stored artifact : oldestFirst()) {
      if (disk.has(needed)) {
        return;
      }
      if (!keep.contains(artifact.digest())) {
        evict(artifact);
      }
    }
    if (!disk.has(needed)) {
      throw FetchException.unacceptable(digest, disk.objection(needed));
    }
  }

  /** Takes the verified artifact over. */
  synchronized void commit(ArtifactManifest manifest, long wireBytes, @Nullable String signer)
      throws IOException {
    Digest digest = manifest.digest();
    Receipt receipt = new Receipt(Receipt.SCHEMA, wireBytes, manifest.kind(), signer);
    byte[] beside = MessageCodec.encode(receipt);
    Files.write(receipt(digest), beside);
    flash.wrote(beside.length);
    Path whole = Files.exists(decoded(digest)) ? decoded(digest) : part(digest);
    DurableFile.move(whole, file(digest));
    discard(digest);
  }

  /** Drops what a fetch wrote. */
  synchronized void discard(Digest digest) throws IOException {
    for (String end : UNFINISHED) {
      Files.deleteIfExists(directory.resolve(digest.hex() + end));
    }
  }

  /** Drops what fetches of all others wrote. */
  synchronized void discardExcept(Set<Digest> wanted) throws IOException {
    for (Path part : list(name -> name.endsWith(PART))) {
      Digest digest = new Digest(part.getFileName().toString().replace(PART, ""));
      if (!wanted.contains(digest)) {
        discard(digest);
      }
    }
  }

  /** Removes artifacts, the longest unused first, until the store is within its limit. */
  synchronized void evict(Set<Digest> keep) throws IOException {
    List<Stored> artifacts = oldestFirst();
    long total = artifacts.stream().mapToLong(Stored::bytes).sum();
    for (Stored artifact : artifacts) {
      if (total > maxBytes && !keep.contains(artifact.digest())) {
        evict(artifact);
        total -= artifact.bytes();
      }
    }
  }

  private void evict(Stored artifact) throws IOException {
    remove(artifact.digest());
    LOG.log(System.Logger.Level.INFO, "artifact=" + artifact.digest() + " evicted");
  }

  private List<Stored> oldestFirst() throws IOException {
    List<Stored> artifacts = new ArrayList<>();
    for (Path file : list(name -> name.matches(HEX))) {
      artifacts.add(
          new Stored(
              new Digest(file.getFileName().toString()),
              Files.size(file),
              Files.getLastModifiedTime(file)));
    }
    artifacts.sort(Comparator.comparing(Stored::used));
    return artifacts;
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
