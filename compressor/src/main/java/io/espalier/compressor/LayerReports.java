package io.espalier.compressor;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.report.ScoreHistogram;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.tflite.LayerCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what every layer paid. */
final class LayerReports {
  private LayerReports() {}

  /**
   * One report a layer.
   *
   * @param scores by which links were chosen
   * @param pruned the layers as pruned, before units were taken out and numbers changed
   * @param before costs in the file that was given, of layers that were left alone too
   * @param after costs in the file that was made, of as many layers
   * @param operators for each of {@code pruned} its operator in the file that was given
   * @param sqnr of each layer
   */
  static List<LayerReport> of(
      LinkScores scores,
      List<LinkLayer> pruned,
      List<LayerCost> before,
      List<LayerCost> after,
      List<Integer> operators,
      List<Optional<Double>> sqnr) {
    List<LayerReport> reports = new ArrayList<>();
    List<Integer> known = before.stream().map(LayerCost::operator).toList();
    for (int l = 0; l < pruned.size(); l++) {
      int place = known.indexOf(operators.get(l));
      LinkLayer layer = pruned.get(l);
      float[] worth = scores.layers().get(l);
      reports.add(
          new LayerReport(
              layer.name(),
              layer.operator(),
              before.get(place).shape(),
              after.get(place).layout().label(),
              layer.links(),
              layer.groups().stream().mapToInt(DenseLayer::liveLinks).sum(),
              massKept(worth, layer),
              sqnr.get(l),
              before.get(place).bytes(),
              after.get(place).bytes(),
              before.get(place).micros(),
              after.get(place).micros(),
              ScoreHistogram.of(worth)));
    }
    return reports;
  }

  private static double massKept(float[] worth, LinkLayer layer) {
    double all = 0;
    double kept = 0;
    int link = 0;
    for (DenseLayer group : layer.groups()) {
      for (float weight : group.weights()) {
        all += worth[link];
        kept += weight == 0 ? 0 : worth[link];
        link++;
      }
    }
    return all == 0 ? 1 : kept / all;
  }
}
