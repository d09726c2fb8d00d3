package io.espalier.controller.simulation;

import io.espalier.simulator.Faults;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate.
 *
 * @param nodes how many
 * @param broker an MQTT 5 broker; absent for one of our own
 * @param seed of all chance
 * @param faults what is planted
 * @param model a {@code .tflite} file; not copied
 * @param modelName for people
 * @param connectsPerSecond how fast nodes are switched on
 * @param reconnectWithin upper bound of the wait before a lost node comes back
 * @param telemetryInterval between samples of a node
 * @param telemetryTime how long nodes make samples after the last of them has the model
 * @param restartBroker whether to kill the broker then and to wait for everybody to come back
 * @param patience how long any of this may take
 */
@SuppressWarnings("ArrayRecordComponent")
public record SimulationPlan(
    int nodes,
    @Nullable URI broker,
    long seed,
    Faults faults,
    byte[] model,
    String modelName,
    int connectsPerSecond,
    Duration reconnectWithin,
    Duration telemetryInterval,
    Duration telemetryTime,
    boolean restartBroker,
    Duration patience) {
  /**
   * @throws IllegalArgumentException if a broker that is not ours is to be killed
   */
  public SimulationPlan {
    if (restartBroker && broker != null) {
      throw new IllegalArgumentException(
          "--restart-broker: expected a broker of its own, found --broker " + broker);
    }
  }
}
