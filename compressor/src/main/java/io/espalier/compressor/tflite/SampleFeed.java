package io.espalier.compressor.tflite;

import io.espalier.compressor.data.SampleArray;
import java.util.List;
import java.util.function.ToLongFunction;

/** Lets samples flow through a session, several at once where the model can. */
final class SampleFeed {
  private final Session session;
  private final List<InputBinding> bindings;
  private final int samples;
  private final int batch;

  /**
   * Binds arrays to inputs.
   *
   * @param most how many samples may flow at once
   * @param bytes that what flows at once may take, if one sample takes no more
   * @param sampleBytes what a sample takes once the session is prepared for one
   * @throws TfLiteException if the arrays do not fit the inputs
   */
  SampleFeed(
      Session session,
      List<SampleArray> arrays,
      int most,
      long bytes,
      ToLongFunction<Session> sampleBytes) {
    this.session = session;
    this.bindings = InputBinding.all(session, arrays);
    this.samples = bindings.get(0).array().count();
    prepare(1);
    long affordable = bytes / Math.max(1, sampleBytes.applyAsLong(session));
    this.batch = workable((int) Math.min(affordable, Math.min(most, samples)));
  }

  /** How many samples flow at once. */
  int batch() {
    return batch;
  }

  int samples() {
    return samples;
  }

  /** Runs the model on {@code count} samples from {@code from}: as many as a batch, or fewer. */
  void run(int from, int count) {
    prepare(count);
    List<NativeTensor> inputs = session.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      bindings.get(i).write(inputs.get(i), from, count);
    }
    session.invoke();
  }

  private void prepare(int count) {
    if (!session.resize(shapes(count))) {
      throw new TfLiteException(
          "model: its operators cannot be prepared for inputs of "
              + bindings.stream().map(b -> NativeTensor.text(b.shape(count))).toList());
    }
  }

  /** Operators may insist on one sample though the file says that the batch is open. */
  private int workable(int wanted) {
    boolean several = wanted > 1 && bindings.stream().allMatch(InputBinding::open);
    return several && session.resize(shapes(wanted)) && yields(wanted) ? wanted : 1;
  }

  private boolean yields(int rows) {
    return session.outputs().stream()
        .allMatch(
            output ->
                output.isDynamic() || (output.shape().length > 0 && output.shape()[0] == rows));
  }

  private int[][] shapes(int count) {
    return bindings.stream().map(binding -> binding.shape(count)).toArray(int[][]::new);
  }
}
