package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.espalier.shared.artifact.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people write it: nothing but the model and its nodes is required, and every figure
 * is text.
 *
 * @param name of the rollout
 * @param model digest of an artifact
 * @param head digest of an artifact
 * @param probe digest of an artifact
 * @param to a selector
 * @param canary the first wave
 * @param waves those after it that are larger
 * @param gates what ends the rollout
 * @param goodInferences after which a node counts as updated
 * @param threads of the interpreter
 * @param rate at which nodes are asked
 * @param deadline after which a node is no longer waited for
 * @param minNodes updated nodes that a wave must show
 * @param minSamples different samples that gates of accuracy need
 * @param probeSamples for each node
 * @param probeEvery how often the serving model is tested again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutFile(
    @Nullable String name,
    @Nullable String model,
    @Nullable String head,
    @Nullable String probe,
    @Nullable String to,
    @Nullable String canary,
    @Nullable List<String> waves,
    @Nullable GatesFile gates,
    @Nullable String goodInferences,
    @Nullable String threads,
    @Nullable String rate,
    @Nullable String deadline,
    @Nullable String minNodes,
    @Nullable String minSamples,
    @Nullable String probeSamples,
    @Nullable String probeEvery) {
  /**
   * Bounds as people write them.
   *
   * @param maxAccuracyDrop share
   * @param minAccuracy share
   * @param maxP99 duration
   * @param maxRss size
   * @param maxFailed share
   * @param maxCrashes share
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GatesFile(
      @Nullable String maxAccuracyDrop,
      @Nullable String minAccuracy,
      @Nullable String maxP99,
      @Nullable String maxRss,
      @Nullable String maxFailed,
      @Nullable String maxCrashes) {
    Gates toGates() {
      Gates usual = Gates.USUAL;
      return new Gates(
          optional("gates.maxAccuracyDrop", maxAccuracyDrop, Quantities::share),
          optional("gates.minAccuracy", minAccuracy, Quantities::share),
          optional("gates.maxP99", maxP99, Quantities::micros),
          optional("gates.maxRss", maxRss, Quantities::bytes),
          read("gates.maxFailed", maxFailed, Quantities::share, usual.maxFailed()),
          read("gates.maxCrashes", maxCrashes, Quantities::share, usual.maxCrashes()));
    }
  }

  private static final String USUAL_CANARY = "5%";
  private static final List<String> USUAL_WAVES = List.of("25%", "100%");
  private static final int USUAL_GOOD_INFERENCES = 100;
  private static final double USUAL_DEADLINE = 600e6;
  private static final int USUAL_MIN_SAMPLES = 500;
  private static final double HOUR = 3600e6;
  private static final double MICROS_A_SECOND = 1e6;
  private static final double MICROS_A_MILLI = 1e3;

  /**
   * Checked, with every default.
   *
   * @throws IllegalArgumentException in one line: which key, what was expected and found
   */
  public RolloutSpec toSpec() {
    double deadlineMicros = read("deadline", deadline, Quantities::micros, USUAL_DEADLINE);
    double every = read("probeEvery", probeEvery, Quantities::micros, HOUR);
    return new RolloutSpec(
        name == null ? null : new RolloutId(name),
        digest("model", required("model", model)),
        head == null ? null : digest("head", head),
        probe == null ? null : digest("probe", probe),
        required("to", to),
        allWaves(),
        gates == null ? Gates.USUAL : gates.toGates(),
        read("goodInferences", goodInferences, Quantities::whole, USUAL_GOOD_INFERENCES),
        read("threads", threads, Quantities::whole, 1),
        optional("rate", rate, Quantities::rate),
        (long) (deadlineMicros / MICROS_A_MILLI),
        read("minNodes", minNodes, Quantities::whole, 1),
        read("minSamples", minSamples, Quantities::whole, USUAL_MIN_SAMPLES),
        optional("probeSamples", probeSamples, Quantities::whole),
        (int) (every / MICROS_A_SECOND));
  }

  /**
   * A duration as people write it.
   *
   * @param key to be named in a complaint
   * @throws IllegalArgumentException if it is none
   */
  public static Duration duration(String key, String text) {
    return Duration.ofMillis((long) (Quantities.micros(key, text) / MICROS_A_MILLI));
  }

  private List<Wave> allWaves() {
    List<String> texts = new ArrayList<>();
    if (canary != null || waves == null) {
      texts.add(canary == null ? USUAL_CANARY : canary);
    }
    texts.addAll(waves == null ? USUAL_WAVES : waves);
    List<Wave> all = new ArrayList<>();
    for (String text : texts) {
      Wave wave = Wave.parse(text);
      boolean smaller =
          wave instanceof Wave.Share share
              && all.stream()
                  .anyMatch(b -> b instanceof Wave.Share other && other.share() >= share.share());
      if (!smaller) {
        all.add(wave);
      }
    }
    return all;
  }

  private static Digest digest(String key, String text) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static String required(String key, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(key + ": expected it, found nothing");
    }
    return text;
  }

  private static <T> T read(
      String key, @Nullable String text, BiFunction<String, String, T> reader, T otherwise) {
    return text == null ? otherwise : reader.apply(key, text);
  }

  private static <T> @Nullable T optional(
      String key, @Nullable String text, BiFunction<String, String, T> reader) {
    return text == null ? null : reader.apply(key, text);
  }
}
