package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The methods by which links are scored. */
public enum Method {
  /** {@link ShapleySampling}, the paper's. */
  SHAPLEY {
    @Override
    public LinkScorer scorer(Workers workers) {
      return new ShapleySampling(workers);
    }
  },
  /** {@link Magnitude}, what the paper compares with. */
  MAGNITUDE {
    @Override
    public LinkScorer scorer(Workers workers) {
      return new Magnitude();
    }
  };

  /** The scorer of this method, which works on those threads if it needs many. */
  public abstract LinkScorer scorer(Workers workers);

  /** The name in specs and tables: {@code shapley}, {@code magnitude}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all methods. */
  public static List<String> labels() {
    return Stream.of(values()).map(Method::label).toList();
  }

  /**
   * The method of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  public static Method of(String label) {
    for (Method method : values()) {
      if (method.label().equals(label)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "method: expected one of " + labels() + ", found '" + label + "'");
  }
}
