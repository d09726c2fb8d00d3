package io.espalier.compressor.quantise;

import java.util.List;

/**
 * Rounds the weights of units that see the same inputs. With weights w and levels q of step s, the
 * squared error of a unit's sums over the calibration data is eᵀHe, where e = s·q − w and H = XᵀX.
 *
 * <p>Two starts: the nearest levels, and those of GPTQ, which rounds one weight after the other and
 * lets those still to come make good the error so far (Frantar et al., ICLR 2023; computed as
 * Babai's nearest plane: with H = RᵀR, from the last weight to the first, qᵢ is (wᵢ − Σₖ₍ₖ﹥ᵢ₎ Rᵢₖeₖ
 * / Rᵢᵢ) / s, rounded). From both, coordinate descent gives one weight after the other the level
 * that is best for the levels of the others, until none moves (QuantEase, Behdin et al., 2023). The
 * better end is taken. No move makes the error larger, so it is never worse than the nearest
 * levels.
 */
final class UnitRounding {
  private static final int MAX_SWEEPS = 30;

  /** Added to H's diagonal, as a share of its mean: a small sample is not all there is. */
  private static final double RIDGE = 1e-3;

  private final int inputs;

  /** H with the ridge, row by row. */
  private final float[] hessian;

  /** R, row by row; what lies below the diagonal is not used. */
  private final double[] factor;

  private final double ridge;

  /**
   * @param gram XᵀX, inputs × inputs; taken over
   */
  UnitRounding(int inputs, float[] gram) {
    this.inputs = inputs;
    double trace = 0;
    for (int i = 0; i < inputs; i++) {
      trace += gram[i * (inputs + 1)];
    }
    // Where nothing is ever seen, nothing is better than the nearest level.
    ridge = trace == 0 ? 1 : RIDGE * trace / inputs;
    for (int i = 0; i < inputs; i++) {
      gram[i * (inputs + 1)] += (float) ridge;
    }
    hessian = gram;
    factor = new double[gram.length];
    for (int i = 0; i < gram.length; i++) {
      factor[i] = gram[i];
    }
    factorise();
  }

  /** The levels of one unit. */
  byte[] round(UnitWeights unit) {
    byte[] best = unit.nearest();
    double least = squaredError(unit, best);
    for (byte[] levels : List.of(best.clone(), propagated(unit))) {
      descend(unit, levels);
      double error = squaredError(unit, levels);
      if (error < least) {
        least = error;
        best = levels;
      }
    }
    return best;
  }

  /** eᵀHe, without the ridge. */
  private double squaredError(UnitWeights unit, byte[] levels) {
    double[] error = errors(unit, levels);
    double[] slope = slope(error);
    double squared = 0;
    for (int i = 0; i < inputs; i++) {
      squared += error[i] * (slope[i] - ridge * error[i]);
    }
    return squared;
  }

  private byte[] propagated(UnitWeights unit) {
    byte[] levels = new byte[inputs];
    double[] error = new double[inputs];
    for (int i = inputs - 1; i >= 0; i--) {
      double made = 0;
      for (int k = i + 1; k < inputs; k++) {
        made += factor[i * inputs + k] * error[k];
      }
      double wanted = unit.weight(i) - made / factor[i * (inputs + 1)];
      levels[i] = unit.isFixed(i) ? unit.nearest(i) : unit.level(wanted / unit.scale());
      error[i] = unit.error(i, levels[i]);
    }
    return levels;
  }

  /** Moves levels until no move of one gains. */
  private void descend(UnitWeights unit, byte[] levels) {
    double[] error = errors(unit, levels);
    double[] slope = slope(error);
    boolean moved = true;
    for (int sweep = 0; moved && sweep < MAX_SWEEPS; sweep++) {
      moved = false;
      for (int i = 0; i < inputs; i++) {
        if (unit.isFixed(i)) {
          continue;
        }
        double step = slope[i] / (hessian[i * (inputs + 1)] * unit.scale());
        byte level = unit.level(levels[i] - step);
        if (level != levels[i]) {
          double change = unit.error(i, level) - error[i];
          levels[i] = level;
          error[i] += change;
          add(change, i, slope);
          moved = true;
        }
      }
    }
  }

  private double[] errors(UnitWeights unit, byte[] levels) {
    double[] errors = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      errors[i] = unit.error(i, levels[i]);
    }
    return errors;
  }

  /** He. */
  private double[] slope(double[] error) {
    double[] slope = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      if (error[i] != 0) {
        add(error[i], i, slope);
      }
    }
    return slope;
  }

  private void add(double change, int row, double[] slope) {
    int start = row * inputs;
    for (int k = 0; k < inputs; k++) {
      slope[k] += change * hessian[start + k];
    }
  }

  /** From H to R, in place: row by row, each taken from all rows below it. */
  private void factorise() {
    for (int k = 0; k < inputs; k++) {
      int row = k * inputs;
      double root = Math.sqrt(factor[row + k]);
      for (int j = k; j < inputs; j++) {
        factor[row + j] /= root;
      }
      for (int i = k + 1; i < inputs; i++) {
        double times = factor[row + i];
        int below = i * inputs;
        for (int j = i; j < inputs; j++) {
          factor[below + j] -= times * factor[row + j];
        }
      }
    }
  }
}
