package io.espalier.shared.infer;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * Samples for the model that serves on a node.
 *
 * @param id comes back with the answer; absent where nobody needs it
 * @param inputs rows, each as wide as the model's input; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record InferenceRequest(
    @JsonSetter(nulls = Nulls.SET) @Nullable String id, float[][] inputs) {
  /**
   * @throws IllegalArgumentException if there is no row
   */
  public InferenceRequest {
    if (inputs.length == 0) {
      throw new IllegalArgumentException("inputs: expected at least one row, found none");
    }
  }
}
