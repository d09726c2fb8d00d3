package io.espalier.controller.telemetry;

import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest records of one node. They are kept as they came and read only when somebody looks, but
 * for the model that an accuracy is of.
 */
final class NewestOfNode {
  /**
   * A node has two slots, and may go back and forth between a few models while it is rolled out.
   */
  static final int MOST_MODELS = 4;

  private static final String ACCURACY = "accuracy";
  private static final Comparator<Sample> BY_AGE =
      Comparator.comparingLong(Sample::epoch).thenComparingLong(Sample::seq);

  private final Map<String, Sample> byKind = new HashMap<>();
  private final Map<String, Sample> accuracies = new HashMap<>();
  private @Nullable Digest readFor;
  private @Nullable NodeFigures read;

  /** Takes a record, unless it is older than what is known. */
  synchronized void offer(Sample sample) {
    boolean isNewest = newer(byKind, sample.kind(), sample);
    boolean isNewestOfModel = sample.kind().equals(ACCURACY) && offerAccuracy(sample);
    if (isNewest || isNewestOfModel) {
      read = null;
    }
  }

  /** What they say, with the accuracy of that model if it is known, else the newest of any. */
  synchronized NodeFigures figures(@Nullable Digest running) {
    NodeFigures known = read;
    if (known == null || !Objects.equals(running, readFor)) {
      Map<String, Sample> newest = new HashMap<>(byKind);
      Sample accuracy = running == null ? null : accuracies.get(running.hex());
      if (accuracy != null) {
        newest.put(ACCURACY, accuracy);
      }
      known = NodeFigures.of(newest);
      read = known;
      readFor = running;
    }
    return known;
  }

  private boolean offerAccuracy(Sample sample) {
    String model = modelOf(sample);
    if (model == null || !newer(accuracies, model, sample)) {
      return false;
    }
    if (accuracies.size() > MOST_MODELS) {
      accuracies.values().remove(accuracies.values().stream().min(BY_AGE).orElse(sample));
    }
    return true;
  }

  /**
   * Null where it is none that can be read. One that is known is found without reading all of it.
   */
  private @Nullable String modelOf(Sample sample) {
    for (String known : accuracies.keySet()) {
      if (sample.payload().contains(known)) {
        return known;
      }
    }
    try {
      byte[] json = sample.payload().getBytes(StandardCharsets.UTF_8);
      return MessageCodec.decode(json, AccuracySample.class).model().hex();
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  private static boolean newer(Map<String, Sample> known, String key, Sample sample) {
    Sample before = known.get(key);
    if (before != null && BY_AGE.compare(sample, before) <= 0) {
      return false;
    }
    known.put(key, sample);
    return true;
  }
}
