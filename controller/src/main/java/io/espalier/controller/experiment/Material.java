package io.espalier.controller.experiment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.espalier.compressor.CompressionPlan;
import io.espalier.compressor.Origin;
import io.espalier.compressor.TrainingGoal;
import io.espalier.compressor.data.Partition;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.train.TrainingRecipe;
import io.espalier.shared.artifact.Digest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment is made with.
 *
 * @param data its samples, in two parts
 * @param model the bytes of the model that somebody brings, not copied; absent if it is trained
 */
@SuppressWarnings("ArrayRecordComponent")
public record Material(Partition data, byte @Nullable [] model) {
  /** Of all of it. */
  public Digest digest() {
    return model == null
        ? data.digest()
        : Digest.of((data.digest().hex() + Digest.of(model).hex()).getBytes(US_ASCII));
  }

  /** What is compressed, and how. */
  CompressionPlan plan(ExperimentSpec spec) {
    return new CompressionPlan(
        origin(spec.model()),
        spec.methods(),
        spec.sparsities().stream().map(Sparsity::new).toList(),
        spec.precisions(),
        Optional.ofNullable(spec.svm()),
        spec.normal().isEmpty() ? Map.of() : Map.of("normal", spec.normal().toString()));
  }

  /** The figure that models are judged by: as the spec says, or what the data allow. */
  JudgedBy judgedBy(ExperimentSpec spec) {
    JudgedBy asked = spec.metric();
    if (asked != null) {
      return asked;
    }
    if (!spec.normal().isEmpty()) {
      return JudgedBy.AUC;
    }
    if (data.test().targets().isPresent()) {
      return JudgedBy.MSE;
    }
    boolean givesBack =
        spec.svm() == null
            && spec.model() instanceof ModelSource.Trained trained
            && trained.goal() == TrainingGoal.RECONSTRUCTION;
    return data.test().labels().isEmpty() || givesBack ? JudgedBy.MSE : JudgedBy.TOP_1;
  }

  private Origin origin(ModelSource source) {
    if (source instanceof ModelSource.Brought brought) {
      return new Origin.Given(brought.path(), model == null ? new byte[0] : model);
    }
    ModelSource.Trained trained = (ModelSource.Trained) source;
    return trained.goal() == TrainingGoal.CLASSIFICATION
        ? new Origin.Classifier(trained.layers(), trained.epochs())
        : new Origin.Autoencoder(new TrainingRecipe(trained.layers(), trained.epochs()));
  }
}
