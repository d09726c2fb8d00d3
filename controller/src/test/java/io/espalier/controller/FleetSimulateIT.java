package io.espalier.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.simulator.broker.LocalMosquitto;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Simulated nodes, a real controller in a process of its own, and a real mosquitto. */
class FleetSimulateIT {
  private static final int NODES = 200;
  private static final int OFFLINE = 10;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void fleetWithPlantedFaults_converges_andLosesNoRecordThroughABrokerRestart() throws Exception {
    Assumptions.assumeTrue(LocalMosquitto.find().isPresent(), "mosquitto is not installed");

    JsonNode report =
        simulate(
            "--seed",
            "6",
            "--offline",
            "5%",
            "--slow",
            "5%",
            "--bad",
            "1%",
            "--reconnect-within",
            "2",
            "--telemetry-interval",
            "1",
            "--telemetry-time",
            "3",
            "--restart-broker");

    assertThat(report.get("simulated").asBoolean()).isTrue();
    assertThat(report.get("nodes").asInt()).isEqualTo(NODES);
    assertThat(report.get("reachable").asInt()).isEqualTo(NODES - OFFLINE);
    assertThat(report.get("converged").asInt()).isEqualTo(NODES - OFFLINE);
    assertThat(report.get("recordsSent").asLong())
        .isEqualTo(report.get("recordsStored").asLong())
        .isGreaterThan(3L * NODES);
    assertThat(report.get("bytesPublished").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(1.05 * report.get("artifactBytes").asDouble());
    assertThat(report.get("bytesPublishedAgain").asDouble())
        .as("no more than the broker forgot")
        .isLessThanOrEqualTo(report.get("bytesPublished").asDouble());
    assertThat(report.get("reconnectSeconds").asDouble()).isBetween(0.0, 90.0);
    assertThat(report.get("controllerRssBytes").asLong()).isGreaterThan(1 << 20);
    assertThat(err.toString()).startsWith("SIMULATED");
  }

  @Test
  void brokerOfOthers_isNotKilled() {
    int code = execute("fleet", "simulate", "--broker", "mqtt://127.0.0.1:1", "--restart-broker");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "espalier: --restart-broker: expected a broker of its own, found --broker"
                + " mqtt://127.0.0.1:1; see 'espalier fleet simulate --help'\n");
  }

  @Test
  void share_isRefusedInOneLine() {
    assertThat(execute("fleet", "simulate", "--slow", "many")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("espalier: --slow: expected a share, 5% or 0.05, found 'many'");
  }

  private JsonNode simulate(String... options) throws Exception {
    String[] arguments = new String[options.length + 6];
    String[] first = {"fleet", "simulate", "--nodes", "" + NODES, "-o", "json"};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(options, 0, arguments, first.length, options.length);
    assertThat(execute(arguments)).as(() -> err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private int execute(String... arguments) {
    CommandLine program = ControllerMain.commandLine();
    program.setOut(new PrintWriter(out, true));
    program.setErr(new PrintWriter(err, true));
    return program.execute(arguments);
  }
}
