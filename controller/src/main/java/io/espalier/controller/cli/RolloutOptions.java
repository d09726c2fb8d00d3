package io.espalier.controller.cli;

import io.espalier.controller.rollout.RolloutFile;
import io.espalier.shared.artifact.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * To whom a model goes, how fast, and what stops it; as text, which the rollout's reader checks.
 */
final class RolloutOptions {
  @Option(
      names = "--to",
      paramLabel = "SELECTOR",
      required = true,
      description = "Which nodes: all, or key=value[,key=value] on labels, node and hardware.")
  private String to = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Of the rollout.")
  private @Nullable String name;

  @Option(
      names = "--canary",
      paramLabel = "WAVE",
      description = "First to get it: a share, a number or a label (default: 5%%).")
  private @Nullable String canary;

  @Option(
      names = "--waves",
      paramLabel = "WAVE",
      split = ",",
      description = "Then up to: shares, numbers, labels (default: 25%%,100%%).")
  private @Nullable List<String> waves;

  @Option(
      names = "--max-accuracy-drop",
      paramLabel = "SHARE",
      description = "By how much it may be less often right than what runs, 0.01 or 1%%.")
  private @Nullable String maxAccuracyDrop;

  @Option(
      names = "--min-accuracy",
      paramLabel = "SHARE",
      description = "How often it must be right.")
  private @Nullable String minAccuracy;

  @Option(
      names = "--max-p99",
      paramLabel = "TIME",
      description = "99th percentile of an inference on the middle node of a class, 20ms.")
  private @Nullable String maxP99;

  @Option(
      names = "--max-rss",
      paramLabel = "SIZE",
      description = "Memory of the node's process on the middle node of a class, 96MiB.")
  private @Nullable String maxRss;

  @Option(
      names = "--max-failed",
      paramLabel = "SHARE",
      description = "Nodes that may refuse it, fall back or vanish (default: 5%%).")
  private @Nullable String maxFailed;

  @Option(
      names = "--max-crashes",
      paramLabel = "SHARE",
      description = "Nodes whose process may crash (default: 2%%).")
  private @Nullable String maxCrashes;

  @Option(
      names = "--probe-samples",
      paramLabel = "N",
      description =
          "Of the probe, for each node (default: as many as make canaries see 10,000 together, at"
              + " least 500, at most 8 MiB).")
  private @Nullable String probeSamples;

  @Option(
      names = "--probe-every",
      paramLabel = "TIME",
      description = "How often nodes test what they serve, 0s for once (default: 1h).")
  private @Nullable String probeEvery;

  @Option(
      names = "--min-samples",
      paramLabel = "N",
      description = "Samples that a gate on accuracy needs (default: 500, or all there are).")
  private @Nullable String minSamples;

  @Option(
      names = "--min-nodes",
      paramLabel = "N",
      description = "Updated nodes that a wave must show before the next (default: 1).")
  private @Nullable String minNodes;

  @Option(
      names = "--good-inferences",
      paramLabel = "N",
      description = "After which a node counts as updated (default: 100).")
  private @Nullable String goodInferences;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "After which a node is no longer waited for (default: 10m).")
  private @Nullable String deadline;

  @Option(
      names = "--rate",
      paramLabel = "N/min",
      description = "How many nodes are asked in a minute (default: all of a wave).")
  private @Nullable String rate;

  @Option(names = "--threads", paramLabel = "N", description = "Of the interpreter (default: 1).")
  private @Nullable String threads;

  /** All of it, for those artifacts. */
  RolloutFile file(Digest model, @Nullable Digest head, @Nullable Digest probe) {
    return new RolloutFile(
        name,
        model.hex(),
        head == null ? null : head.hex(),
        probe == null ? null : probe.hex(),
        to,
        canary,
        waves,
        new RolloutFile.GatesFile(
            maxAccuracyDrop, minAccuracy, maxP99, maxRss, maxFailed, maxCrashes),
        goodInferences,
        threads,
        rate,
        deadline,
        minNodes,
        minSamples,
        probeSamples,
        probeEvery);
  }
}
