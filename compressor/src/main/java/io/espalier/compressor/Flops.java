package io.espalier.compressor;

final class Flops {
  static long of(byte[] f) {
    return io.espalier.compressor.tflite.InventoryReader.read(f).flops();
  }
}
