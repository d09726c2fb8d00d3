package io.espalier.systemtests.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.systemtests.compose.Service.Condition;
import io.espalier.systemtests.compose.Service.Mount;
import io.espalier.systemtests.fixture.Command;
import io.espalier.systemtests.fixture.Espalier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A compose file that runs without an engine: each service in namespaces of its own, under its own
 * name, with its volumes, and with the command, environment and health check that the file says.
 */
final class Composition implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FIRST_ADDRESS = 2;

  private final ComposeFile file;
  private final Path directory;
  private final Images images;
  private final Process hub;
  private final Map<String, Box> boxes = new LinkedHashMap<>();

  private Composition(ComposeFile file, Path directory, Process hub) {
    this.file = file;
    this.directory = directory;
    this.hub = hub;
    this.images = new Images(directory, enter());
  }

  /** Why nothing can be run like that here; empty where it can. */
  static String obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "namespaces and mounts need root";
    }
    for (String program : List.of("unshare", "nsenter", "ip", "curl", "mosquitto", "pg_isready")) {
      if (!Command.isInstalled(program)) {
        return "needs " + program + ", found none";
      }
    }
    return "";
  }

  /**
   * Starts all services in order, and waits for each as those that follow want it.
   *
   * @param directory for volumes, logs and file systems
   */
  static Composition up(ComposeFile file, Path directory) throws Exception {
    Process hub =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-euc",
                "ip link add br0 type bridge; ip link set br0 up;"
                    + " mkdir images; mount -t tmpfs images images; echo ready; exec cat")
            .directory(directory.toFile())
            .redirectError(directory.resolve("hub.log").toFile())
            .start();
    Composition composition = new Composition(file, directory, hub);
    try {
      composition.start(hub.inputReader());
      return composition;
    } catch (Exception | AssertionError e) {
      composition.close();
      throw e;
    }
  }

  private void start(BufferedReader hubSays) throws Exception {
    if (!"ready".equals(hubSays.readLine())) {
      throw new IOException("bridge: " + Files.readString(directory.resolve("hub.log")));
    }
    List<Service> order = file.inOrder();
    StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
    for (int i = 0; i < order.size(); i++) {
      hosts.append("10.77.0.%d %s%n".formatted(FIRST_ADDRESS + i, order.get(i).name()));
    }
    Path hostsFile = Files.writeString(directory.resolve("hosts"), hosts);
    for (int i = 0; i < order.size(); i++) {
      Service service = order.get(i);
      for (Map.Entry<String, Condition> other : service.dependsOn().entrySet()) {
        awaitThat(other.getKey(), other.getValue());
      }
      boxes.put(service.name(), start(service, FIRST_ADDRESS + i, hostsFile));
    }
    for (Service service : order) {
      if (service.health() != null) {
        awaitThat(service.name(), Condition.SERVICE_HEALTHY);
      }
    }
  }

  private Box start(Service service, int number, Path hosts) throws Exception {
    Box.Recipe recipe = images.recipe(service);
    List<String> start = new ArrayList<>();
    start.add(Espalier.HOME.resolve("system-tests/compose/box").toString());
    start.addAll(List.of(Long.toString(hub.pid()), Integer.toString(number)));
    start.add(directory.resolve("box-" + service.name()).toString());
    start.addAll(List.of(recipe.files().toString(), hosts.toString(), recipe.user()));
    for (Mount mount : service.mounts()) {
      start.addAll(List.of("-v", source(mount) + ":" + mount.target()));
    }
    return Box.start(enter(), start, recipe, directory.resolve(service.name() + ".log"));
  }

  private Path source(Mount mount) throws IOException {
    return mount.isVolume()
        ? Files.createDirectories(directory.resolve("volumes").resolve(mount.source()))
        : Espalier.HOME.resolve(mount.source()).normalize();
  }

  private void awaitThat(String name, Condition condition) throws Exception {
    Box box = box(name);
    if (condition == Condition.SERVICE_COMPLETED_SUCCESSFULLY) {
      if (box.exitCode() != 0) {
        throw new AssertionError(name + " failed; it said:\n" + box.log());
      }
      return;
    }
    List<String> health = Objects.requireNonNull(file.named(name).health(), name);
    await(name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              String complaint = box.complaint(health);
              assertThat(complaint).as("health of %s, which said: %s", name, box.log()).isEmpty();
            });
  }

  /** A service that was started. */
  Box box(String name) {
    Box box = boxes.get(name);
    if (box == null) {
      throw new IllegalArgumentException("service " + name + ": expected it to run, found it not");
    }
    return box;
  }

  /** A command that goes where the bridge and the files of images are. */
  private List<String> enter() {
    return List.of("nsenter", "--target", Long.toString(hub.pid()), "--net", "--mount");
  }

  @Override
  public void close() {
    List<Box> started = new ArrayList<>(boxes.values());
    for (int last = started.size() - 1; last >= 0; last--) {
      started.get(last).close();
    }
    hub.destroyForcibly().onExit().join();
  }
}
