package io.espalier.node.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ArtifactSignature;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.wire.WireCoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
  private static final int CHUNK = 100;
  private static final FetchLimits LIMITS = new FetchLimits(4, 3, Duration.ofMillis(300));

  private final FakeSource source = new FakeSource();
  private final FlashMeter flash = new FlashMeter();
  private Instant now = Instant.EPOCH;
  private long usable = Long.MAX_VALUE;
  private @Nullable PublicKey signer;
  private @TempDir Path directory;

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void obtain_fetchesAWindowAtATimeAndCountsWhatCame() throws Exception {
    byte[] content = content(1, 1_950);
    Digest digest = source.put(content, CHUNK);
    LocalArtifact artifact = obtain(cache(10_000), digest);
    assertThat(artifact.content()).isEqualTo(content);
    assertThat(artifact.digest()).isEqualTo(digest);
    assertThat(artifact.wireBytes()).isGreaterThan(1_950 + 20 * 64);
    assertThat(source.mostOpenAtOnce()).isEqualTo(4);
    assertThat(source.openNow()).isZero();
  }

  @Test
  void obtain_countsWhatItWrites_theArtifactAndLittleBeside() throws Exception {
    byte[] content = content(1, 20_000);
    Digest digest = source.put(content, CHUNK);
    ArtifactCache cache = cache(100_000);
    obtain(cache, digest);
    long written = flash.bytes();
    assertThat(written).isBetween(20_000L + 20_000 / CHUNK / 8, 22_000L);
    obtain(cache, digest);
    assertThat(flash.bytes()).isEqualTo(written);
  }

  @Test
  void obtain_takesASecondTimeFromDiskWithTheSameBytesOnTheWire() throws Exception {
    Digest digest = source.put(content(2, 500), CHUNK);
    long wireBytes = obtain(cache(10_000), digest).wireBytes();
    source.setConnected(false);
    assertThat(obtain(cache(10_000), digest).wireBytes()).isEqualTo(wireBytes);
  }

  @Test
  void obtain_refusesADamagedChunkAndFetchesItAgain() throws Exception {
    byte[] content = content(3, 500);
    Digest digest = source.put(content, CHUNK);
    long undamaged = obtain(cache(10_000), digest).wireBytes();
    Files.delete(directory.resolve(digest.hex()));
    source.damage(digest, 2, 2);
    LocalArtifact artifact = obtain(cache(10_000), digest);
    assertThat(artifact.content()).isEqualTo(content);
    assertThat(artifact.wireBytes()).isEqualTo(undamaged + 2 * CHUNK);
  }

  @Test
  void obtain_givesUpOnAChunkThatStaysDamaged() {
    Digest digest = source.put(content(4, 500), CHUNK);
    source.damage(digest, 2, 3);
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageEndingWith("chunk 2 was wrong 3 times");
    assertThat(refusal.unobtainable()).isEqualTo(digest);
    assertThat(source.openNow()).isZero();
    assertThat(directory.resolve(digest.hex() + ".part")).doesNotExist();
  }

  @Test
  void obtain_givesUpWhenThereIsNoManifest() {
    Digest digest = Digest.of(content(5, 10));
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageContaining("no manifest");
    assertThat(refusal.unobtainable()).isEqualTo(digest);
  }

  @Test
  void obtain_givesUpWhenChunksStopComing() {
    Digest digest = source.put(content(6, 500), CHUNK);
    source.removeChunk(digest, 3);
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageContaining("4 of 5 chunks, then none");
    assertThat(refusal.unobtainable()).isEqualTo(digest);
  }

  @Test
  void obtain_waitsOutAnOutageAndGoesOnWithWhatIsMissing() throws Exception {
    byte[] content = content(7, 500);
    Digest digest = source.put(content, CHUNK);
    source.removeChunk(digest, 4);
    CompletableFuture<LocalArtifact> obtained = inBackground(cache(10_000), digest);
    await().until(() -> source.openNow() == 1 && source.mostOpenAtOnce() == 4);
    source.setConnected(false);
    await().during(Duration.ofMillis(700)).until(() -> !obtained.isDone());
    source.put(content, CHUNK);
    source.setConnected(true);
    assertThat(obtained.join().content()).isEqualTo(content);
  }

  @Test
  void obtain_refusesAManifestThatIsNone() {
    Digest digest = source.put(content(8, 500), CHUNK);
    source.putManifest(digest, "{}".getBytes(StandardCharsets.UTF_8));
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageContaining("its manifest is wrong");
    assertThat(refusal.unobtainable()).isEqualTo(digest);
  }

  @Test
  void obtain_refusesAManifestOfAnotherArtifact() {
    Digest digest = source.put(content(8, 500), CHUNK);
    source.putManifest(digest, MessageCodec.encode(manifest(content(9, 500))));
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageContaining("its manifest is that of ");
    assertThat(refusal.unobtainable()).isEqualTo(digest);
  }

  @Test
  void obtain_refusesChunksThatAreRightAndAddUpToAnotherArtifact() {
    Digest digest = Digest.of(content(8, 500));
    ArtifactManifest other = manifest(content(9, 500));
    source.putManifest(
        digest,
        MessageCodec.encode(
            new ArtifactManifest(
                other.schema(),
                digest,
                other.kind(),
                other.name(),
                other.size(),
                other.coding(),
                other.plan(),
                other.provenance(),
                null)));
    source.putChunk(digest, 0, content(9, 500));
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageContaining("but together they are " + other.digest());
    assertThat(refusal.unobtainable()).isEqualTo(digest);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void obtain_decodesWhatTravelsCoded() throws Exception {
    byte[] sparse = new byte[5_000];
    System.arraycopy(content(11, 100), 0, sparse, 2_000, 100);
    for (WireCoding coding : WireCoding.values()) {
      Digest digest = source.put(sparse, coding, CHUNK);
      LocalArtifact artifact = obtain(cache(10_000), digest);
      assertThat(artifact.content()).as(coding.label()).isEqualTo(sparse);
      assertThat(artifact.wireBytes() < sparse.length).isEqualTo(coding != WireCoding.PLAIN);
      Files.delete(directory.resolve(digest.hex()));
    }
  }

  @Test
  void obtain_refusesWhatDoesNotDecode_andLeavesNothing() {
    byte[] content = content(12, 500);
    for (WireCoding coding : List.of(WireCoding.DEFLATE, WireCoding.CONTEXT)) {
      Digest digest = source.put(content, new WireCoding.Coded(coding, content), CHUNK);
      FetchException refusal = refusal(cache(10_000), digest);
      assertThat(refusal).hasMessageContaining("but do not decode: ");
      assertThat(refusal.unobtainable()).isEqualTo(digest);
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void obtain_refusesWhatIsTooLargeOnceDecoded() {
    Digest digest = source.put(new byte[100_001], WireCoding.DEFLATE, 1_000);
    FetchException refusal = refusal(cache(1_000_000), digest);
    assertThat(refusal).hasMessageContaining("expected at most 100000 bytes, found 100001");
  }

  @Test
  void obtain_refusesWhatIsTooLarge_andPublishingItAgainWouldNotHelp() {
    Digest digest = source.put(content(10, 100_001), 1_000);
    FetchException refusal = refusal(cache(1_000_000), digest);
    assertThat(refusal).hasMessageContaining("expected at most 100000 bytes, found 100001");
    assertThat(refusal.unobtainable()).isNull();
  }

  @Test
  void obtain_fetchesAgainWhatWasDamagedOnDisk() throws Exception {
    byte[] content = content(11, 500);
    Digest digest = source.put(content, CHUNK);
    obtain(cache(10_000), digest);
    Files.write(directory.resolve(digest.hex()), new byte[500]);
    assertThat(obtain(cache(10_000), digest).content()).isEqualTo(content);
  }

  @Test
  void obtain_evictsTheLongestUnusedButNeverWhatIsToBeKept() throws Exception {
    ArtifactCache cache = cache(1_000);
    Digest kept = source.put(content(12, 400), CHUNK);
    Digest old = source.put(content(13, 400), CHUNK);
    Digest used = source.put(content(14, 200), CHUNK);
    Digest last = source.put(content(15, 300), CHUNK);
    for (Digest digest : new Digest[] {kept, old, used, old, used}) {
      now = now.plusSeconds(1);
      cache.obtain(digest, Set.of(digest));
    }
    now = now.plusSeconds(1);
    cache.obtain(last, Set.of(kept, last));
    assertThat(directory.resolve(old.hex())).doesNotExist();
    assertThat(directory.resolve(old.hex() + ".json")).doesNotExist();
    for (Digest digest : new Digest[] {kept, used, last}) {
      assertThat(directory.resolve(digest.hex())).exists();
    }
  }

  @Test
  void obtain_goesOnWhereAnotherProcessWasCutOff() throws Exception {
    byte[] content = content(21, 2_000);
    Digest digest = source.put(content, CHUNK);
    source.removeChunk(digest, 19);
    assertThat(refusal(cache(10_000), digest)).hasMessageContaining("19 of 20 chunks");
    source.put(content, CHUNK);
    LocalArtifact artifact = obtain(cache(10_000), digest);
    assertThat(artifact.content()).isEqualTo(content);
    assertThat(artifact.wireBytes() - manifestBytes(content)).isEqualTo(CHUNK);
    assertThat(directory.resolve(digest.hex() + ".bits")).doesNotExist();
  }

  @Test
  void hold_throwsAwayWhatNobodyWantsAnyMore() {
    Digest wanted = source.put(content(22, 500), CHUNK);
    Digest unwanted = source.put(content(23, 500), CHUNK);
    ArtifactCache cache = cache(10_000);
    for (Digest digest : List.of(wanted, unwanted)) {
      source.removeChunk(digest, 4);
      refusal(cache, digest);
    }
    cache.hold(Set.of(wanted));
    cache.discardUnfinished();
    assertThat(directory.resolve(wanted.hex() + ".part")).exists();
    assertThat(directory.resolve(unwanted.hex() + ".part")).doesNotExist();
    assertThat(directory.resolve(unwanted.hex() + ".bits")).doesNotExist();
  }

  @Test
  void obtain_neverEvictsWhatIsHeld() throws Exception {
    ArtifactCache cache = cache(1_000);
    Digest held = source.put(content(24, 600), CHUNK);
    cache.hold(Set.of(held));
    obtain(cache, held);
    obtain(cache, source.put(content(25, 600), CHUNK));
    assertThat(cache.find(held)).isPresent();
  }

  @Test
  void obtain_refusesWhatWouldFillTheDisk_andWritesNothing() {
    Digest digest = source.put(content(26, 500), CHUNK);
    usable = DiskSpace.RESERVE + 499;
    FetchException refusal = refusal(cache(10_000), digest);
    assertThat(refusal).hasMessageContaining("bytes free on disk").hasMessageContaining("found");
    assertThat(refusal.unobtainable()).isNull();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void obtain_makesRoomOnAFullDiskByWhatNobodyUses() throws Exception {
    ArtifactCache cache = cache(10_000);
    Digest old = source.put(content(27, 500), CHUNK);
    obtain(cache, old);
    usable = DiskSpace.RESERVE;
    Digest digest = source.put(content(28, 500), CHUNK);
    assertThat(refusal(cache, digest)).hasMessageContaining("bytes free on disk");
    assertThat(cache.find(old)).isEmpty();
  }

  @Test
  void obtain_takesOnlyWhatTheRightKeySigned() throws Exception {
    KeyPair right = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair wrong = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] content = content(29, 100);
    Digest digest = source.put(content, CHUNK);
    ArtifactCache unsigned = cache(10_000);
    obtain(unsigned, digest);
    signer = right.getPublic();
    ArtifactCache cache = cache(10_000);
    assertThat(refusal(cache, digest)).hasMessageEndingWith("found none");
    sign(content, wrong.getPrivate(), wrong.getPublic());
    assertThat(refusal(cache, digest)).hasMessageContaining("that is wrong");
    sign(content, wrong.getPrivate(), right.getPublic());
    assertThat(refusal(cache, digest)).hasMessageContaining("that is wrong");
    sign(content, right.getPrivate(), right.getPublic());
    assertThat(obtain(cache, digest).content()).isEqualTo(content);
    source.setConnected(false);
    assertThat(obtain(cache, digest).content()).isEqualTo(content);
  }

  @Test
  void obtain_refusesAnotherKind_fetchedOrOnDisk() throws Exception {
    Digest digest = source.put(content(30, 500), CHUNK);
    ArtifactCache cache = cache(10_000);
    assertThat(refusalOf(cache, digest, ArtifactKind.HEAD))
        .hasMessageEndingWith("expected a head, found a model");
    assertThat(directory).isEmptyDirectory();
    obtain(cache, digest);
    assertThat(refusalOf(cache, digest, ArtifactKind.PROBE))
        .hasMessageEndingWith("expected a probe, found a model");
    assertThat(cache.find(digest)).isPresent();
  }

  private void sign(byte[] content, PrivateKey key, PublicKey publicKey) throws Exception {
    ArtifactManifest manifest = manifest(content);
    source.putManifest(
        manifest.digest(),
        MessageCodec.encode(manifest.signed(ArtifactSignature.of(manifest, key, publicKey))));
  }

  private static FetchException refusalOf(ArtifactCache cache, Digest digest, ArtifactKind kind) {
    return catchThrowableOfType(
        FetchException.class, () -> cache.obtain(digest, kind, share -> {}));
  }

  private long manifestBytes(byte[] content) throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    ArtifactCache fresh =
        new ArtifactCache(
            new ArtifactStore(elsewhere, 10_000, () -> usable, () -> now, flash),
            source,
            LIMITS,
            new Requirements(100_000, null, null));
    return obtain(fresh, Digest.of(content)).wireBytes() - content.length;
  }

  @Test
  void open_removesWhatAnInterruptedFetchLeft() throws IOException {
    Path left = Files.write(directory.resolve("a".repeat(64) + ".part"), new byte[10]);
    cache(10_000);
    assertThat(left).doesNotExist();
  }

  @Test
  void obtain_saysWhichArtifactCouldNotBeStored() throws IOException {
    Digest digest = source.put(content(16, 500), CHUNK);
    ArtifactCache cache = cache(10_000);
    Files.createDirectories(directory.resolve(digest.hex() + ".part").resolve("in the way"));
    assertThatThrownBy(() -> obtain(cache, digest))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(digest.abbreviated());
  }

  private ArtifactCache cache(long maxBytes) {
    try {
      return new ArtifactCache(
          new ArtifactStore(directory, maxBytes, () -> usable, () -> now, flash),
          source,
          LIMITS,
          new Requirements(100_000, null, signer));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LocalArtifact obtain(ArtifactCache cache, Digest digest)
      throws FetchException, InterruptedException {
    return cache.obtain(digest, Set.of(digest));
  }

  private static FetchException refusal(ArtifactCache cache, Digest digest) {
    return catchThrowableOfType(FetchException.class, () -> obtain(cache, digest));
  }

  private static CompletableFuture<LocalArtifact> inBackground(ArtifactCache cache, Digest digest) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return obtain(cache, digest);
          } catch (FetchException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static ArtifactManifest manifest(byte[] content) {
    return ArtifactManifest.of(
        content,
        new WireCoding.Coded(WireCoding.PLAIN, content),
        ArtifactKind.MODEL,
        "test",
        Provenance.ofThisBuild(Map.of()));
  }

  private static byte[] content(int seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }
}
