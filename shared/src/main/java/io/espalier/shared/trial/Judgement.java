package io.espalier.shared.trial;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a node judges what a model makes of samples. */
public enum Judgement {
  /**
   * By the class, against the label. Of several outputs the largest is the class, the first on a
   * tie; whole numbers name it. A single output is the class itself where labels go beyond 1; else
   * it says 1 from ½ on if all of them lie in [0, 1], from 0 on if not.
   */
  @JsonProperty("top-1")
  TOP_1("top-1"),
  /** By how far outputs are from given targets, or else from the sample itself. */
  @JsonProperty("reconstruction")
  RECONSTRUCTION("reconstruction"),
  /**
   * By how well a score tells samples with label 1, the anomalies, from those with label 0: the
   * mean squared error of the sample's reconstruction, or a single output.
   */
  @JsonProperty("anomaly")
  ANOMALY("anomaly");

  private final String label;

  Judgement(String label) {
    this.label = label;
  }

  /** The name in messages and files. */
  public String label() {
    return label;
  }

  /** Whether that measurement has the figures that this is about. */
  public boolean isAnsweredBy(Measurement measurement) {
    return switch (this) {
      case TOP_1 -> measurement.correct() != null;
      case RECONSTRUCTION -> measurement.mse() != null && measurement.mae() != null;
      case ANOMALY -> measurement.auc() != null;
    };
  }

  /** The names of all, for messages. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Judgement::label).toList();
  }

  /** The one of that name. */
  public static Optional<Judgement> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }
}
