package io.espalier.controller.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Spoils messages in the ways in which they come spoilt, the same ways for the same seed. */
final class Mutations {
  private static final int LARGE = 70_000;
  private static final List<String> VALUES =
      List.of(
          "null",
          "-1",
          "1e999",
          "-9223372036854775808",
          "9223372036854775808",
          "9007199254740993",
          "9".repeat(400),
          "0.1",
          "NaN",
          "\"\"",
          "\"\\u0000\"",
          "\"+1000000000-12-31T23:59:59Z\"",
          "\"" + "x".repeat(20_000) + "\"",
          "[]",
          "{}",
          "true",
          "[".repeat(5_000),
          "{\"a\":".repeat(3_000));

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** Bytes that are certainly no message; never none at all, for that is how topics are cleared. */
  byte[] rubbish() {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    bytes[0] = '}';
    return bytes;
  }

  /** A message with so much beside it that nobody should read it. */
  byte[] oversize(byte[] message) {
    String text = new String(message, UTF_8);
    return ("{\"more\":\"" + "x".repeat(LARGE) + "\"," + text.substring(1)).getBytes(UTF_8);
  }

  /** A message of which something else was made; what comes of it may still be one. */
  byte[] mutated(byte[] message) {
    byte[] spoilt = message;
    for (int i = 0; i <= random.nextInt(3); i++) {
      spoilt = once(spoilt);
    }
    return spoilt.length == 0 ? rubbish() : spoilt;
  }

  private byte[] once(byte[] message) {
    if (message.length < 2) {
      return rubbish();
    }
    int from = random.nextInt(message.length);
    int to = from + random.nextInt(message.length - from);
    String text = new String(message, UTF_8);
    return switch (random.nextInt(5)) {
      case 0 -> flipped(message, from);
      case 1 -> spliced(message, from, to, new byte[0]);
      case 2 -> spliced(message, from, from, Arrays.copyOfRange(message, from, to));
      case 3 -> Arrays.copyOf(message, from);
      default -> withValue(text).getBytes(UTF_8);
    };
  }

  private byte[] flipped(byte[] message, int at) {
    byte[] flipped = message.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private static byte[] spliced(byte[] message, int from, int to, byte[] with) {
    byte[] spliced = new byte[from + with.length + message.length - to];
    System.arraycopy(message, 0, spliced, 0, from);
    System.arraycopy(with, 0, spliced, from, with.length);
    System.arraycopy(message, to, spliced, from + with.length, message.length - to);
    return spliced;
  }

  /** Another value for some field. */
  private String withValue(String json) {
    List<Integer> colons =
        IntStream.range(0, json.length()).filter(i -> json.startsWith("\":", i)).boxed().toList();
    if (colons.isEmpty()) {
      return json + "{";
    }
    int start = colons.get(random.nextInt(colons.size())) + 2;
    int end = start;
    while (end < json.length() && ",}]".indexOf(json.charAt(end)) < 0) {
      end++;
    }
    return json.substring(0, start)
        + VALUES.get(random.nextInt(VALUES.size()))
        + json.substring(end);
  }
}
