package io.espalier.node.telemetry;

import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;

/** Takes samples to whoever listens; a sample that cannot go now is dropped. */
public interface TelemetrySink {
  /** How busy the node is. */
  void offer(SystemSample sample);

  /** How fast a model ran. */
  void offer(InferenceSample sample);

  /** How often a model was right. */
  void offer(AccuracySample sample);

  /** How far what a model meets is from what it met before. */
  void offer(DriftSample sample);
}
