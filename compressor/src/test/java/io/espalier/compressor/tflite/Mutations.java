package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** What accidents and enemies do to files, by seed. */
final class Mutations {
  private Mutations() {}

  static byte[] of(byte[] file, long seed) {
    Random random = new Random(seed);
    byte[] mutated = file.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      mutated = once(mutated, random);
    }
    return mutated;
  }

  private static byte[] once(byte[] file, Random random) {
    if (file.length < 8) {
      return file;
    }
    switch (random.nextInt(6)) {
      case 0 -> file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        return Arrays.copyOf(file, random.nextInt(file.length));
      }
      case 2 -> splice(file, random);
      case 3 -> put(file, random, random.nextInt(file.length));
      case 4 -> put(file, random, -1 >>> random.nextInt(32));
      default -> {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        System.arraycopy(
            noise, 0, file, random.nextInt(file.length - noise.length + 1), noise.length);
      }
    }
    return file;
  }

  /** Lets an offset lead elsewhere, or a length be another, for those are numbers of 4 bytes. */
  private static void put(byte[] file, Random random, int value) {
    int at = random.nextInt(file.length / 4) * 4;
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
  }

  private static void splice(byte[] file, Random random) {
    int length = 1 + random.nextInt(Math.min(64, file.length));
    int from = random.nextInt(file.length - length + 1);
    int to = random.nextInt(file.length - length + 1);
    System.arraycopy(file, from, file, to, length);
  }
}
