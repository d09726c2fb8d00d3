package io.espalier.controller.process;

import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A controller as {@code espalier up} runs it, in a process of its own, so that it can be killed
 * and what it needs can be measured.
 *
 * @param process it
 * @param client asks it
 * @param broker the one that it uses
 */
public record ControllerProcess(ChildProcess process, ApiClient client, URI broker)
    implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("ready at (http://\\S+), broker (\\S+), data in");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Starts one and waits until it is ready.
   *
   * @param program the command that is {@code espalier}
   * @param broker absent for one inside it
   * @param data its directory
   * @param log gets what it says
   * @param options of {@code espalier up} besides those
   * @throws IOException if it does not start
   */
  public static ControllerProcess start(
      List<String> program,
      @Nullable URI broker,
      Topics topics,
      Path data,
      Path log,
      String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("up", "--listen", "127.0.0.1:0", "--prefix", topics.prefix()));
    command.addAll(List.of("--data-dir", data.toString()));
    command.addAll(
        broker == null
            ? List.of("--mqtt-listen", "127.0.0.1:0")
            : List.of("--broker", broker.toString()));
    command.addAll(List.of(options));
    ChildProcess process = ChildProcess.start("controller", log, command);
    try {
      Matcher ready = process.await(READY, PATIENCE);
      return new ControllerProcess(
          process, new ApiClient(ready.group(1)), LinkConfig.brokerAddress(ready.group(2)));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** What it has of telemetry, and what it published. */
  public TelemetryCounts counts() throws IOException, InterruptedException, ApiException {
    return client.get("/telemetry/counts", Map.of(), TelemetryCounts.class);
  }

  @Override
  public void close() {
    process.close();
  }
}
