package io.espalier.node.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An engine whose model is a function of a row. */
public final class FakeEngine implements InferenceEngine {
  private final int inputWidth;
  private final int outputWidth;
  private final OutputType outputType;
  private final UnaryOperator<float[]> model;
  private final List<float[]> seen = new ArrayList<>();
  private float[][] output = {};
  private int batch = 1;
  private final AtomicInteger closed = new AtomicInteger();

  /** Applies {@code model} to each row. */
  public FakeEngine(
      int inputWidth, int outputWidth, OutputType outputType, UnaryOperator<float[]> model) {
    this.inputWidth = inputWidth;
    this.outputWidth = outputWidth;
    this.outputType = outputType;
    this.model = model;
  }

  /** Gives back what it gets. */
  public static FakeEngine identity(int width) {
    return new FakeEngine(width, width, OutputType.FLOAT32, row -> row);
  }

  /** Every row that was run, in order. */
  public List<float[]> seen() {
    return seen;
  }

  /** How often it was closed. */
  public int closed() {
    return closed.get();
  }

  @Override
  public int inputWidth() {
    return inputWidth;
  }

  @Override
  public int outputWidth() {
    return outputWidth;
  }

  @Override
  public OutputType outputType() {
    return outputType;
  }

  @Override
  public void preferOutput(int width) {
    // It has one.
  }

  @Override
  public Delegation delegation() {
    return new Delegation(1, 1);
  }

  @Override
  public void resize(int batch) {
    this.batch = batch;
  }

  @Override
  public void run(float[] rows) {
    if (closed.get() > 0) {
      throw new IllegalStateException("engine: it is closed");
    }
    output = new float[batch][];
    for (int i = 0; i < batch; i++) {
      float[] row = new float[inputWidth];
      System.arraycopy(rows, i * inputWidth, row, 0, inputWidth);
      seen.add(row);
      output[i] = model.apply(row);
    }
  }

  @Override
  public void copyOutput(float[] rows) {
    for (int i = 0; i < batch; i++) {
      System.arraycopy(output[i], 0, rows, i * outputWidth, outputWidth);
    }
  }

  @Override
  public void copyOutput(int[] rows) {
    for (int i = 0; i < batch; i++) {
      rows[i] = (int) output[i][0];
    }
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
