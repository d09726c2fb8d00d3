package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.espalier.compressor.Allocation;
import io.espalier.compressor.CompressionRequest;
import io.espalier.compressor.LayoutRule;
import io.espalier.compressor.PruningRecipe;
import io.espalier.compressor.Quantisation;
import io.espalier.compressor.Repair;
import io.espalier.compressor.Target;
import io.espalier.compressor.Tuning;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method of a spec as it stands in its file: a name alone, or the options of {@code espalier
 * compress} by their names there, and a name of its own.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecipeFile(
    @Nullable String name,
    @Nullable String method,
    @Nullable String budget,
    @Nullable Boolean refit,
    @JsonProperty("bias-correction") @Nullable Boolean biasCorrection,
    @Nullable Boolean gradual,
    @JsonProperty("finetune-epochs") @Nullable Integer finetuneEpochs,
    @Nullable String converter,
    @Nullable String round,
    @Nullable String calibrate,
    @Nullable Boolean shrink,
    @JsonProperty("allow-unreachable") @Nullable Boolean allowUnreachable,
    @Nullable Integer samples) {
  private static final int MOST_EPOCHS = 1000;

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  RecipeFile {}

  /** A method that stands for itself. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RecipeFile plain(String method) {
    return new RecipeFile(
        null, method, null, null, null, null, null, null, null, null, null, null, null);
  }

  static RecipeFile of(PruningRecipe recipe) {
    CompressionRequest request = recipe.request();
    if (recipe.isPlain()) {
      return plain(recipe.name());
    }
    Quantisation numbers = request.quantisation();
    return new RecipeFile(
        recipe.name(),
        request.method().label(),
        request.allocation().label(),
        request.repair() == Repair.REFIT,
        request.repair() == Repair.BIAS,
        request.tuning().gradual(),
        request.tuning().epochs(),
        numbers.converter().label(),
        numbers.rounding().label(),
        numbers.calibration().label(),
        request.shrink(),
        !request.reachable(),
        recipe.samples());
  }

  /**
   * What it asks for.
   *
   * @param key where it stands
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  PruningRecipe recipe(String key) {
    if (equals(plain(String.valueOf(method)))) {
      return PruningRecipe.plain(
          Expect.oneOf(key, Method.values(), Method::label, String.valueOf(method)));
    }
    Method ranked =
        Expect.oneOf(
            key + ".method",
            Method.values(),
            Method::label,
            Expect.present(key + ".method", method));
    String called = Expect.or(name, ranked.label());
    Expect.that(
        called.matches(PruningRecipe.NAMES) && !called.equals(Trial.DENSE),
        key + ".name",
        "1 to 32 letters, digits, '.', '-' or '_', the first a letter or digit, and not 'dense'",
        "'" + called + "'");
    int drawn = Expect.or(samples, PruningRecipe.USUAL_SAMPLES);
    Expect.that(drawn >= 1, key + ".samples", "at least 1", drawn);
    Allocation shared =
        Expect.oneOf(
            key + ".budget", Allocation.values(), Allocation::label, budget, Allocation.LAYER);
    Expect.that(
        shared != Allocation.LOSS || ranked.isOfTheLoss(),
        key + ".budget",
        "'loss' only where links are scored by it",
        ranked.label());
    CompressionRequest request =
        new CompressionRequest(
            ranked,
            new Target.Links(Sparsity.NONE),
            shared,
            repair(key),
            tuning(key),
            numbers(key),
            LayoutRule.DENSE,
            is(shrink),
            !is(allowUnreachable),
            0);
    return new PruningRecipe(called, request, drawn);
  }

  /** A name alone, or keys and values. */
  @JsonValue
  Object written() {
    if (equals(plain(String.valueOf(method)))) {
      return String.valueOf(method);
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("name", name);
    keys.put("method", method);
    keys.put("budget", budget);
    keys.put("refit", refit);
    keys.put("bias-correction", biasCorrection);
    keys.put("gradual", gradual);
    keys.put("finetune-epochs", finetuneEpochs);
    keys.put("converter", converter);
    keys.put("round", round);
    keys.put("calibrate", calibrate);
    keys.put("shrink", shrink);
    keys.put("allow-unreachable", allowUnreachable);
    keys.put("samples", samples);
    return keys;
  }

  private Repair repair(String key) {
    Expect.that(!is(refit) || !is(biasCorrection), key, "refit or bias-correction", "both of them");
    if (is(refit)) {
      return Repair.REFIT;
    }
    return is(biasCorrection) ? Repair.BIAS : Repair.NONE;
  }

  private Tuning tuning(String key) {
    if (finetuneEpochs != null) {
      int least = is(gradual) ? 1 : 0;
      Expect.that(
          finetuneEpochs >= least && finetuneEpochs <= MOST_EPOCHS,
          key + ".finetune-epochs",
          least + " to " + MOST_EPOCHS,
          finetuneEpochs);
    }
    return Tuning.of(is(gradual), finetuneEpochs);
  }

  private Quantisation numbers(String key) {
    return new Quantisation(
        Precision.FP32,
        Expect.oneOf(
            key + ".converter", Converter.values(), Converter::label, converter, Converter.CURRENT),
        Expect.oneOf(
            key + ".round",
            WeightRounding.values(),
            WeightRounding::label,
            round,
            WeightRounding.NEAREST),
        Expect.oneOf(
            key + ".calibrate",
            Calibration.values(),
            Calibration::label,
            calibrate,
            Calibration.MIN_MAX));
  }

  private static boolean is(@Nullable Boolean option) {
    return option != null && option;
  }
}
