package io.espalier.controller.enrol;

import io.espalier.controller.secure.PrivateFile;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tokens that were given out, a file each, for their owner's eyes only. They lie beside the
 * authority's key, with which whoever can read them could vouch for any node in any case.
 */
public final class EnrolmentTokens {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SUFFIX = ".json";

  private final Path directory;

  /** Those in a directory, which is made when the first is given out. */
  public EnrolmentTokens(Path directory) {
    this.directory = directory;
  }

  /** One that nobody guesses. */
  public static EnrolmentToken newToken() {
    byte[] chance = new byte[EnrolmentToken.BYTES];
    RANDOM.nextBytes(chance);
    return new EnrolmentToken(HexFormat.of().formatHex(chance));
  }

  /**
   * Gives out a token, in place of an earlier one for the same node.
   *
   * @throws IOException if it cannot be written
   */
  public void issue(NodeId node, EnrolmentToken token, Instant until) throws IOException {
    PrivateFile.directory(directory);
    write(new IssuedToken(node, until, token.reveal(), null, null));
  }

  /**
   * The token of a node.
   *
   * @throws IOException if its file cannot be read
   */
  Optional<IssuedToken> of(NodeId node) throws IOException {
    return read(file(node));
  }

  /**
   * Keeps an answer: whatever happens from now on, only that request gets one.
   *
   * @param until when it may be forgotten
   * @throws IOException if it cannot be written
   */
  void use(EnrolmentRequest request, EnrolmentGrant grant, Instant until) throws IOException {
    write(new IssuedToken(request.node(), until, null, request, grant));
  }

  /**
   * Forgets what is over.
   *
   * @return the nodes whose answers are over
   * @throws IOException if the files cannot be read
   */
  List<NodeId> forget(Instant now) throws IOException {
    List<NodeId> answered = new ArrayList<>();
    for (Path file : files()) {
      Optional<IssuedToken> issued = read(file);
      if (issued.isPresent() && !now.isBefore(issued.get().until())) {
        Files.deleteIfExists(file);
        if (issued.get().grant() != null) {
          answered.add(issued.get().node());
        }
      }
    }
    return answered;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  private static Optional<IssuedToken> read(Path file) throws IOException {
    try {
      return Optional.of(MessageCodec.decode(Files.readAllBytes(file), IssuedToken.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MalformedMessageException e) {
      // Without the cause: its message may quote what it could not read.
      throw new IOException(file + ": expected a token that was given out, found something else");
    }
  }

  private void write(IssuedToken issued) throws IOException {
    PrivateFile.replace(
        file(issued.node()), new String(MessageCodec.encode(issued), StandardCharsets.UTF_8));
  }

  private Path file(NodeId node) {
    return directory.resolve(node.value() + SUFFIX);
  }
}
