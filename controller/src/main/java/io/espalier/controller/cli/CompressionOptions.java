package io.espalier.controller.cli;

import io.espalier.compressor.Allocation;
import io.espalier.compressor.CompressionRequest;
import io.espalier.compressor.LayoutRule;
import io.espalier.compressor.Quantisation;
import io.espalier.compressor.Tuning;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.WeightRounding;
import io.espalier.compressor.score.Method;
import io.espalier.shared.artifact.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a model is to be compressed. */
final class CompressionOptions {
  private static final String CHOICE = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).";

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "shapley",
      converter = Labels.OfMethod.class,
      completionCandidates = Labels.OfMethod.class,
      description = "How links are scored: " + CHOICE)
  private Method method = Method.SHAPLEY;

  @ArgGroup(heading = "How much is pruned, one of (default: nothing):%n")
  private TargetOptions target = new TargetOptions();

  @Option(
      names = "--budget",
      paramLabel = "SCOPE",
      defaultValue = "layer",
      converter = Labels.OfAllocation.class,
      completionCandidates = Labels.OfAllocation.class,
      description = "Among which links the best stay: " + CHOICE)
  private Allocation allocation = Allocation.LAYER;

  @ArgGroup(heading = "What is repaired, at most one of:%n")
  private RepairOptions repair = new RepairOptions();

  @Option(
      names = "--gradual",
      description = "Prune in rounds, each scored afresh, and train after each; MLPs only.")
  private boolean gradual;

  @Option(
      names = "--finetune-epochs",
      paramLabel = "N",
      description =
          "Train what stays for N epochs, after each round if gradual; MLPs only (default: "
              + Tuning.USUAL_GRADUAL_EPOCHS
              + " if gradual, else 0).")
  private @Nullable Integer epochs;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      defaultValue = "fp32",
      converter = Labels.OfPrecision.class,
      completionCandidates = Labels.OfPrecision.class,
      description = CHOICE)
  private Precision precision = Precision.FP32;

  @Option(
      names = "--converter",
      paramLabel = "VERSION",
      defaultValue = "current",
      converter = Labels.OfConverter.class,
      completionCandidates = Labels.OfConverter.class,
      description = "Whose rules 8-bit weights follow, TensorFlow's: " + CHOICE)
  private Converter converter = Converter.CURRENT;

  @Option(
      names = "--round",
      paramLabel = "HOW",
      defaultValue = "nearest",
      converter = Labels.OfRounding.class,
      completionCandidates = Labels.OfRounding.class,
      description = "How 8-bit weights are rounded: " + CHOICE)
  private WeightRounding rounding = WeightRounding.NEAREST;

  @Option(
      names = "--calibrate",
      paramLabel = "HOW",
      defaultValue = "min-max",
      converter = Labels.OfCalibration.class,
      completionCandidates = Labels.OfCalibration.class,
      description = "How ranges of activations are found, for int8-full: " + CHOICE)
  private Calibration calibration = Calibration.MIN_MAX;

  @Option(
      names = "--layout",
      paramLabel = "RULE",
      defaultValue = "dense",
      converter = Labels.OfLayout.class,
      completionCandidates = Labels.OfLayout.class,
      description =
          "How weights lie in the file; auto measures each layer and leaves zeros out where that is"
              + " faster on this machine, fp32 only: "
              + CHOICE)
  private LayoutRule layout = LayoutRule.DENSE;

  @Option(names = "--shrink", description = "Take out units that nothing depends on.")
  private boolean shrink;

  @Option(names = "--allow-unreachable", description = "Let outputs lose every way from the input.")
  private boolean unreachable;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of all that is drawn at random (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * What is asked for.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  CompressionRequest request() {
    return new CompressionRequest(
        method,
        target.target(),
        allocation,
        repair.repair(),
        Tuning.of(gradual, epochs),
        new Quantisation(precision, converter, rounding, calibration),
        layout,
        shrink,
        !unreachable,
        seed);
  }
}
