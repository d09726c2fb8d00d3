package io.espalier.controller.cli;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.DataException;
import io.espalier.compressor.data.Datasets;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.experiment.SpecException;
import io.espalier.shared.probe.ProbeSet;

/** Samples as nodes take them: one input, row by row, with labels if there are any. */
final class Probes {
  private Probes() {}

  /**
   * The samples that an option asks for; of a data set those that nothing was trained on.
   *
   * @param source {@code mnist}, {@code idx:DIR} or a file
   * @throws NotFoundException if there is no such file
   * @throws SpecException if there are several inputs, or a value is not finite
   */
  static ProbeSet resolve(String source) throws DataException, NotFoundException, SpecException {
    CalibrationData data =
        Samples.isNamed(source)
            ? CalibrationData.testing(Datasets.resolve(source))
            : Samples.resolve(source);
    if (data.inputs().size() != 1) {
      throw new SpecException(
          "%s: expected samples for one input, found %d".formatted(source, data.inputs().size()));
    }
    Matrix rows = data.inputs().get(0).values();
    try {
      return new ProbeSet(rows.columns(), rows.values(), data.labels().orElse(new int[0]));
    } catch (IllegalArgumentException e) {
      throw new SpecException(source + ": " + e.getMessage());
    }
  }
}
