package io.espalier.controller.artifact;

import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.controller.files.WholeFile;
import io.espalier.controller.link.Publishable;
import io.espalier.controller.store.ArtifactStore;
import io.espalier.controller.store.ArtifactStore.Form;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.wire.WireCoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every artifact that people uploaded: content in files named by digest, manifests in the store.
 * Blocks; may be used from any worker thread.
 */
public final class ArtifactLibrary {
  /** As much as nodes take unless told otherwise, bytes. */
  public static final int MOST_BYTES = 256 << 20;

  private static final String CODED = ".wire";

  private final Path directory;
  private final ArtifactStore store;
  private final @Nullable SigningKey key;
  private final Map<Digest, Stored> known = new ConcurrentHashMap<>();

  /**
   * An artifact that is kept.
   *
   * @param manifest not signed
   * @param createdAt when it came
   */
  public record Stored(ArtifactManifest manifest, Instant createdAt) {}

  /**
   * What is kept there.
   *
   * @param directory of the contents
   * @param key signs manifests; absent for none
   * @throws IOException if the store has a manifest that is none
   */
  public ArtifactLibrary(Path directory, ArtifactStore store, @Nullable SigningKey key)
      throws IOException {
    this.directory = directory;
    this.store = store;
    this.key = key;
    reload();
  }

  /**
   * Reads what is kept, for another controller may have added or removed some.
   *
   * @throws IOException if the store has a manifest that is none
   */
  public void reload() throws IOException {
    Map<Digest, Stored> now = new HashMap<>();
    for (ArtifactStore.Row row : store.all()) {
      try {
        ArtifactManifest manifest =
            MessageCodec.decode(
                row.manifest().getBytes(StandardCharsets.UTF_8), ArtifactManifest.class);
        now.put(manifest.digest(), new Stored(manifest, row.createdAt()));
      } catch (MalformedMessageException e) {
        throw new IOException("artifact " + row.digest() + ": " + e.getMessage(), e);
      }
    }
    known.keySet().retainAll(now.keySet());
    known.putAll(now);
  }

  /**
   * Keeps an artifact, unless it is kept already.
   *
   * @param content not copied
   * @throws ArtifactRefusedException if it is not of that kind
   * @throws IOException if it cannot be written
   */
  public ArtifactManifest add(ArtifactKind kind, String name, byte[] content)
      throws ArtifactRefusedException, IOException {
    return add(kind, name, content, Provenance.ofThisBuild(Map.of()));
  }

  /**
   * The same of an artifact that was made here.
   *
   * @param provenance where it comes from
   * @throws ArtifactRefusedException if it is not of that kind
   * @throws IOException if it cannot be written
   */
  public ArtifactManifest add(ArtifactKind kind, String name, byte[] content, Provenance provenance)
      throws ArtifactRefusedException, IOException {
    Digest digest = Digest.of(content);
    Stored before = known.get(digest);
    if (before != null && before.manifest().kind() == kind) {
      return before.manifest();
    }
    check(kind, name, content);
    WireCoding.Coded coded = WireCoding.encode(content);
    ArtifactManifest manifest = ArtifactManifest.of(content, coded, kind, name, provenance);
    WholeFile.write(file(digest), content);
    WholeFile.write(codedFile(digest), coded.bytes());
    store.saveContent(digest.hex(), Form.PLAIN, content);
    store.saveContent(digest.hex(), Form.CODED, coded.bytes());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS); // As the store keeps it.
    store.save(
        new ArtifactStore.Row(
            digest.hex(), new String(MessageCodec.encode(manifest), StandardCharsets.UTF_8), now));
    known.put(digest, new Stored(manifest, now));
    return manifest;
  }

  /**
   * Keeps an artifact no longer.
   *
   * @return what it was; empty if it is not kept
   * @throws IOException if its files cannot be removed; it is not kept any more all the same
   */
  public Optional<ArtifactManifest> remove(Digest digest) throws IOException {
    Stored removed = known.remove(digest);
    if (removed == null) {
      return Optional.empty();
    }
    store.remove(digest.hex());
    Files.deleteIfExists(file(digest));
    Files.deleteIfExists(codedFile(digest));
    return Optional.of(removed.manifest());
  }

  /** All of them, the newest first. */
  public List<Stored> all() {
    return known.values().stream()
        .sorted(
            Comparator.comparing(Stored::createdAt)
                .reversed()
                .thenComparing(stored -> stored.manifest().digest().hex()))
        .toList();
  }

  /** What is known of an artifact, if it is kept. */
  public Optional<ArtifactManifest> manifest(Digest digest) {
    return Optional.ofNullable(known.get(digest)).map(Stored::manifest);
  }

  /** What people call it, if it is here. */
  public Optional<String> name(Digest digest) {
    return manifest(digest).map(ArtifactManifest::name);
  }

  /** An artifact to publish, signed if there is a key; empty if it is not kept. */
  public Optional<Publishable> publishable(Digest digest) {
    return manifest(digest)
        .map(
            manifest ->
                new Publishable(manifest, () -> file(codedFile(digest), digest, Form.CODED)))
        .map(this::signed);
  }

  /** An artifact that is not kept here, signed if there is a key. */
  public Publishable signed(Publishable artifact) {
    return key == null
        ? artifact
        : new Publishable(key.sign(artifact.manifest()), artifact.coded());
  }

  /**
   * The content of an artifact.
   *
   * @throws IOException if it is not kept
   */
  public byte[] content(Digest digest) throws IOException {
    return file(file(digest), digest, Form.PLAIN);
  }

  /**
   * The files of all artifacts; what another controller wrote is brought here.
   *
   * @throws IOException if one cannot be read
   */
  public List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Digest digest : known.keySet()) {
      for (Form form : Form.values()) {
        Path file = form == Form.PLAIN ? file(digest) : codedFile(digest);
        if (!Files.exists(file)) {
          file(file, digest, form);
        }
        files.add(file);
      }
    }
    return files;
  }

  /** Gives the files of all artifacts to controllers that do not have them. */
  public void share() throws IOException {
    for (Digest digest : known.keySet()) {
      store.saveContent(digest.hex(), Form.PLAIN, Files.readAllBytes(file(digest)));
      store.saveContent(digest.hex(), Form.CODED, Files.readAllBytes(codedFile(digest)));
    }
  }

  private static void check(ArtifactKind kind, String name, byte[] content)
      throws ArtifactRefusedException {
    try {
      switch (kind) {
        case MODEL, HEAD -> TfLiteModel.parse(content);
        case PROBE -> ProbeSet.decode(content);
        case IMAGES, LABELS ->
            throw new ArtifactRefusedException(
                name + ": expected a model, a head or a probe, found " + kind);
      }
    } catch (IllegalArgumentException e) {
      throw new ArtifactRefusedException(name + ": " + e.getMessage());
    }
  }

  /** What is in a file; one that another controller wrote comes from the store. */
  private byte[] file(Path file, Digest digest, Form form) throws IOException {
    if (!Files.exists(file)) {
      Optional<byte[]> content = store.content(digest.hex(), form);
      if (content.isPresent()) {
        WholeFile.write(file, content.get());
        return content.get();
      }
    }
    return Files.readAllBytes(file);
  }

  private Path file(Digest digest) {
    return directory.resolve(digest.hex());
  }

  /** Kept as it was coded once, for a later build may code otherwise and the plan would not fit. */
  private Path codedFile(Digest digest) {
    return directory.resolve(digest.hex() + CODED);
  }
}
