package io.espalier.compressor.bench;

import java.util.List;

/** All benchmarks of the compressor. */
public final class CompressorBenchmarks {
  private CompressorBenchmarks() {}

  /** One of each, in the order in which they run and are shown. */
  public static List<Benchmark> all(BenchmarkOptions options) {
    return List.of(
        new ShapleyExactBench(),
        new ForwardSelectionBench(),
        new ShapleySamplingBench(),
        new QuantisationBench(),
        new SvmBench(),
        new AccuracyBench(options),
        new LeNetBench(options),
        new SpeedBench(options),
        new ShrinkBench(),
        new LayoutBench(),
        new WireBench());
  }
}
