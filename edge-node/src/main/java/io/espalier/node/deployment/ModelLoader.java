package io.espalier.node.deployment;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.LocalArtifact;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.serve.LoadedModel;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.probe.ProbeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of the files of a deployment a model that can serve. */
final class ModelLoader {
  /**
   * A file takes its size in the Java heap, its size in native memory, and up to twice its size in
   * what XNNPACK packs of its weights (float16 becomes float32). What lies between layers cannot be
   * told from the file's size: a model that needs more for that ends the process, and the journal
   * knows.
   */
  private static final long MEMORY_PER_FILE_BYTE = 4;

  private static final long MEMORY_RESERVE = 32L << 20;

  private final ArtifactCache artifacts;
  private final InferenceEngine.Loader engines;
  private final Supplier<SystemCounters> counters;

  /**
   * A loader from disk.
   *
   * @param counters tells how much memory there is
   */
  ModelLoader(
      ArtifactCache artifacts, InferenceEngine.Loader engines, Supplier<SystemCounters> counters) {
    this.artifacts = artifacts;
    this.engines = engines;
    this.counters = counters;
  }

  /**
   * Loads model and head.
   *
   * @param probe of the deployment; absent if it has none
   * @throws LostException if a file is not there
   * @throws EngineException if it cannot be run, or does not fit its head or its probe
   */
  LoadedModel load(DesiredState slot, @Nullable ProbeSet probe)
      throws LostException, EngineException {
    LocalArtifact file = file(slot.model());
    InferenceEngine model = engine("model", file, slot.threads());
    InferenceEngine head = null;
    try {
      if (slot.head() != null) {
        head = engine("head", file(slot.head()), 1);
        requireFit(model, head);
      }
      requireFit(model, probe);
      boolean outputsAreScores = head == null && probe != null && probe.isLabelled();
      return new LoadedModel(file.digest(), slot.deployment(), model, head, outputsAreScores);
    } catch (IllegalArgumentException e) {
      close(model, head);
      throw new EngineException(String.valueOf(e.getMessage()));
    } catch (LostException | EngineException e) {
      close(model, head);
      throw e;
    }
  }

  /**
   * The samples of the deployment.
   *
   * @return null if it has none
   * @throws LostException if the file is not there
   * @throws EngineException if it is no probe set
   */
  @Nullable ProbeSet probe(DesiredState slot) throws LostException, EngineException {
    if (slot.probe() == null) {
      return null;
    }
    try {
      return ProbeSet.decode(file(slot.probe().samples()).content());
    } catch (IllegalArgumentException e) {
      throw new EngineException(String.valueOf(e.getMessage()));
    }
  }

  private LocalArtifact file(Digest digest) throws LostException {
    return artifacts.find(digest).orElseThrow(() -> new LostException(digest));
  }

  private InferenceEngine engine(String what, LocalArtifact file, int threads)
      throws EngineException {
    SystemCounters now = counters.get();
    long available = now.memoryTotalBytes() - now.memoryUsedBytes();
    long needed = MEMORY_PER_FILE_BYTE * file.content().length + MEMORY_RESERVE;
    String name = what + " " + file.digest().abbreviated();
    if (available < needed) {
      throw new EngineException(
          "%s: expected %d bytes of memory available, found %d".formatted(name, needed, available));
    }
    try {
      return engines.load(file.content(), threads);
    } catch (EngineException e) {
      throw new EngineException(name + ": " + e.getMessage());
    }
  }

  private static void requireFit(InferenceEngine model, InferenceEngine head)
      throws EngineException {
    model.preferOutput(head.inputWidth());
    if (model.outputWidth() != head.inputWidth()) {
      throw new EngineException(
          "head: expected an input of %d values, as the model yields, found %d"
              .formatted(model.outputWidth(), head.inputWidth()));
    }
  }

  private static void requireFit(InferenceEngine model, @Nullable ProbeSet probe)
      throws EngineException {
    if (probe != null && probe.width() != model.inputWidth()) {
      throw new EngineException(
          "probe: expected samples of %d values, found %d"
              .formatted(model.inputWidth(), probe.width()));
    }
  }

  private static void close(InferenceEngine model, @Nullable InferenceEngine head) {
    model.close();
    if (head != null) {
      head.close();
    }
  }
}
