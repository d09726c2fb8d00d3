package io.espalier.compressor;

import io.espalier.compressor.prune.Sparsity;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Precision;
import java.util.Map;
import java.util.TreeMap;

/** Says in a provenance how a model of anybody's was compressed. */
final class Recipe {
  private Recipe() {}

  /**
   * What the file depends on.
   *
   * @param sparsity that was asked for, or found
   * @param input of the file that was given
   * @param data of the calibration data
   */
  static Map<String, String> of(
      CompressionRequest request, Sparsity sparsity, Digest input, Digest data) {
    Quantisation how = request.quantisation();
    Map<String, String> recipe = new TreeMap<>();
    recipe.put("input", input.hex());
    recipe.put("data", data.hex());
    recipe.put("seed", Long.toString(request.seed()));
    recipe.put("method", request.method().label());
    recipe.put("sparsity", Double.toString(sparsity.share()));
    recipe.put("allocation", request.allocation().label());
    recipe.put("repair", request.repair().label());
    recipe.put("precision", how.format().label());
    if (request.tuning().epochs() > 0) {
      recipe.put("tuning", request.tuning().gradual() ? "gradual" : "after");
      recipe.put("epochs", Integer.toString(request.tuning().epochs()));
    }
    if (how.format() == Precision.INT8 || how.format() == Precision.INT8_FULL) {
      recipe.put("converter", how.converter().version());
      recipe.put("rounding", how.rounding().label());
    }
    if (how.format() == Precision.INT8_FULL) {
      recipe.put("calibration", how.calibration().label());
    }
    if (request.layout() != LayoutRule.DENSE) {
      recipe.put("layout", request.layout().label());
    }
    if (request.shrink()) {
      recipe.put("shrink", "true");
    }
    return recipe;
  }
}
