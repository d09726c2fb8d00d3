package io.espalier.compressor.bench;

import java.util.List;
import java.util.function.Consumer;

/** One measurement of the compressor. */
public interface Benchmark {
  /** What it is chosen by on the command line, for instance {@code shapley-exact}. */
  String name();

  /**
   * Measures.
   *
   * @param progress is told in a few words what is being done
   * @throws Exception if it cannot be measured; the message says why
   */
  List<Figure> measure(Consumer<String> progress) throws Exception;
}
