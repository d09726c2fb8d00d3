package io.espalier.controller.load;

import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A controller as {@code espalier up} runs it. */
record ControllerProcess(ChildProcess process, ApiClient client) implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready at (http://\\S+),");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Starts one.
   *
   * @param program the command that is {@code espalier}
   * @param log gets what it says
   */
  static ControllerProcess start(List<String> program, int brokerPort, Path data, Path log)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "up",
            "--listen",
            "127.0.0.1:0",
            "--broker",
            "mqtt://127.0.0.1:" + brokerPort,
            "--data-dir",
            data.toString());
    ChildProcess process =
        ChildProcess.start(
            "controller",
            log,
            java.util.stream.Stream.concat(program.stream(), arguments.stream()).toList());
    try {
      return new ControllerProcess(process, new ApiClient(process.await(READY, PATIENCE).group(1)));
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  TelemetryCounts counts() throws IOException, InterruptedException, ApiException {
    return client.get("/telemetry/counts", Map.of(), TelemetryCounts.class);
  }

  @Override
  public void close() {
    process.close();
  }
}
