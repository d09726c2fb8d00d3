package io.espalier.shared.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest, the name of everything that is shipped.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(@JsonValue String hex) {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException unless {@code hex} is 64 lower-case hexadecimal digits
   */
  @JsonCreator
  public Digest {
    if (!SHA_256.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "digest: expected 64 lower-case hexadecimal digits, found '" + hex + "'");
    }
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] content) {
    return of(content, 0, content.length);
  }

  /** The digest of {@code length} bytes from {@code offset}. */
  public static Digest of(byte[] content, int offset, int length) {
    MessageDigest sha256 = sha256();
    sha256.update(content, offset, length);
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  /** The digest of a file, read as a stream so that its size does not matter. */
  public static Digest ofFile(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  /** The first twelve digits: enough for a person. */
  public String abbreviated() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime must provide SHA-256", e);
    }
  }
}
