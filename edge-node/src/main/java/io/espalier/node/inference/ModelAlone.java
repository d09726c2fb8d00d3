package io.espalier.node.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a model in a process of its own and does nothing else: the least that any agent can take on
 * a machine, for figures of this one to stand beside.
 */
public final class ModelAlone {
  private static final int INFERENCES = 1_000;

  private ModelAlone() {}

  /**
   * Loads the {@code .tflite} file, says {@code first inference}, then {@code done} after a
   * thousand of them, and stays until standard input ends.
   *
   * @param args the file
   */
  public static void main(String[] args) throws IOException, EngineException {
    try (InferenceEngine engine = TfLiteEngine.load(Files.readAllBytes(Path.of(args[0])), 1)) {
      float[] input = new float[engine.inputWidth()];
      float[] output = new float[engine.outputWidth()];
      engine.run(input);
      engine.copyOutput(output);
      System.out.println("first inference");
      for (int i = 1; i < INFERENCES; i++) {
        engine.run(input);
        engine.copyOutput(output);
      }
      System.out.println("done");
      while (System.in.read() >= 0) {
        // Whoever measures it ends it.
      }
    }
  }
}
