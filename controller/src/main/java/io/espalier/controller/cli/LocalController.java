package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.ExperimentsConfig;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetConfig.Address;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.files.DataDirectory;
import io.espalier.controller.files.ScratchDirectory;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A controller in this process, for one experiment: its results are to stay, what else it keeps is
 * not.
 */
final class LocalController implements AutoCloseable {
  private static final Address ANY_PORT = new Address("127.0.0.1", 0);

  private final Path output;
  private final FleetWiring fleet;

  private LocalController(Path output, FleetWiring fleet) {
    this.output = output;
    this.fleet = fleet;
  }

  /**
   * What it is told.
   *
   * @param output directory of the experiment
   * @param broker to use; absent for one inside
   * @param mqttListen where the broker inside listens
   * @param topics under which prefix everything is said
   * @param localNodes how many nodes to start
   * @throws IllegalArgumentException if a value is out of range
   */
  static FleetConfig config(
      Path output, @Nullable URI broker, Address mqttListen, Topics topics, int localNodes) {
    return new FleetConfig(
            ANY_PORT,
            controllerOf(output),
            broker,
            mqttListen,
            topics,
            localNodes,
            localNodes == 0 ? null : NodeProgram.locate())
        .with(ExperimentsConfig.one(output));
  }

  /**
   * Starts it.
   *
   * @param output the same directory
   * @throws RefusedException if another run is using it, or it is none
   * @throws ExecutionException if a part could not be started; its cause says why
   */
  static LocalController start(Path output, FleetConfig config)
      throws RefusedException, IOException, ExecutionException, InterruptedException {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new RefusedException(output + ": expected a directory, found a file");
    }
    try {
      return new LocalController(output, new FleetWiring(config));
    } catch (DataDirectory.InUseException e) {
      throw new RefusedException(
          output + ": expected a free directory, another run is using it", e);
    } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
      clear(output);
      throw e;
    }
  }

  /** Asks it. */
  ApiClient client() {
    return new ApiClient("http://127.0.0.1:" + fleet.httpPort());
  }

  @Override
  public void close() throws IOException {
    fleet.close();
    clear(output);
  }

  private static void clear(Path output) throws IOException {
    Path controller = controllerOf(output);
    if (Files.exists(controller)) {
      new ScratchDirectory(controller).close();
    }
    try {
      Files.deleteIfExists(output);
    } catch (DirectoryNotEmptyException e) {
      // There are results.
    }
  }

  private static Path controllerOf(Path output) {
    return output.resolve("controller");
  }
}
