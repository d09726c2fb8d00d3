package io.espalier.node.deployment;

import io.espalier.node.disk.DurableFile;
import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The journal on disk: a line with the digest of what follows, then JSON. It is replaced as a whole
 * and the one before is kept, so that a damaged card costs one step, not the models.
 */
final class JournalFile {
  private static final System.Logger LOG = System.getLogger(JournalFile.class.getName());
  private static final int HEADER = 65;

  private final Path file;
  private final Path before;
  private final FlashMeter flash;

  /** A journal in that directory, which exists. */
  JournalFile(Path directory, FlashMeter flash) {
    this.file = directory.resolve("journal");
    this.before = directory.resolve("journal.before");
    this.flash = flash;
  }

  /** The newest that is whole; the empty one where none is. Whatever is on disk, it never fails. */
  Journal read() {
    return read(file).or(() -> read(before)).orElse(Journal.EMPTY);
  }

  /**
   * Writes; when it returns, a loss of power finds the new one.
   *
   * @throws IOException if that failed; then the one before is still there
   */
  void write(Journal journal) throws IOException {
    byte[] json = MessageCodec.encode(journal);
    ByteArrayOutputStream content = new ByteArrayOutputStream(HEADER + json.length);
    content.writeBytes((Digest.of(json).hex() + "\n").getBytes(StandardCharsets.US_ASCII));
    content.writeBytes(json);
    if (read(file).isPresent()) {
      Files.copy(file, before, StandardCopyOption.REPLACE_EXISTING);
      flash.wrote(Files.size(before));
    }
    DurableFile.replace(file, content.toByteArray());
    flash.wrote(content.size());
  }

  private static Optional<Journal> read(Path from) {
    try {
      byte[] content = Files.readAllBytes(from);
      byte[] json = Arrays.copyOfRange(content, Math.min(HEADER, content.length), content.length);
      String header =
          new String(content, 0, content.length - json.length, StandardCharsets.US_ASCII);
      if (header.equals(Digest.of(json).hex() + "\n")) {
        return Optional.of(MessageCodec.decode(json, Journal.class));
      }
      LOG.log(System.Logger.Level.WARNING, from + ": damaged, ignored");
    } catch (NoSuchFileException e) {
      // The first start, or the last one before the first write.
    } catch (MalformedMessageException | IOException e) {
      LOG.log(System.Logger.Level.WARNING, from + ": ignored: " + e.getMessage());
    }
    return Optional.empty();
  }
}
