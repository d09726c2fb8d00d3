package io.espalier.controller.experiment;

import io.espalier.controller.objective.Objective;
import io.espalier.controller.objective.Quantity;
import io.espalier.shared.trial.Judgement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The figure that an experiment judges its models by. */
public enum JudgedBy {
  /** The share of samples that are given their label. */
  TOP_1("top-1", Judgement.TOP_1, MainMetric.ACCURACY),
  /** The mean squared difference from the targets, or else from the samples themselves. */
  MSE("mse", Judgement.RECONSTRUCTION, MainMetric.MSE),
  /** The mean absolute difference likewise. */
  MAE("mae", Judgement.RECONSTRUCTION, MainMetric.MAE),
  /** How well anomalies, with the label 1, are told from usual samples, with the label 0. */
  AUC("auc", Judgement.ANOMALY, MainMetric.AUC);

  private final String label;
  private final Judgement judgement;
  private final MainMetric main;

  JudgedBy(String label, Judgement judgement, MainMetric main) {
    this.label = label;
    this.judgement = judgement;
    this.main = main;
  }

  /** The one that specs call so; empty if there is none. */
  public static Optional<JudgedBy> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }

  /** What models are compared by. */
  MainMetric main() {
    return main;
  }

  /** What the best one is where nothing else is said. */
  Objective objective() {
    return Objective.parse((main.isHigherBetter() ? "max " : "min ") + main.column());
  }

  /** Whether trials have that figure; those of cost they all have. */
  boolean measures(Quantity quantity) {
    Set<Quantity> worth = EnumSet.of(Quantity.ACCURACY, Quantity.AUC, Quantity.MSE, Quantity.MAE);
    Set<Quantity> own =
        switch (judgement) {
          case TOP_1 -> EnumSet.of(Quantity.ACCURACY);
          case RECONSTRUCTION -> EnumSet.of(Quantity.MSE, Quantity.MAE);
          case ANOMALY -> EnumSet.of(Quantity.AUC);
        };
    return own.contains(quantity) || !worth.contains(quantity);
  }

  /** The name in specs. */
  public String label() {
    return label;
  }

  /** What nodes are asked for it. */
  public Judgement judgement() {
    return judgement;
  }
}
