package io.espalier.controller.fleet;

import io.espalier.controller.link.ControllerLink;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node processes on this machine, each its own JVM that knows nothing but the broker's address. One
 * that dies is started again; all end with the controller, however it ends.
 */
public final class LocalNodes extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LocalNodes.class);
  private static final int MOST_RESTARTS = 10;
  private static final long RESTART_MILLIS = 500;
  private static final long POLITE_SECONDS = 5;
  private static final long GOODBYE_SECONDS = 3;

  private final Path jar;
  private final URI broker;
  private final Topics topics;
  private final ControllerLink link;
  private final Path directory;
  private final List<NodeId> ids;
  private final Map<NodeId, Process> processes = new LinkedHashMap<>();
  private final Map<NodeId, Integer> restarts = new LinkedHashMap<>();
  private boolean stopping;

  /**
   * Nodes that will be started.
   *
   * @param jar the node program
   * @param broker where they connect
   * @param directory where each keeps its files and its log
   * @param ids one node each
   */
  public LocalNodes(
      Path jar, URI broker, Topics topics, ControllerLink link, Path directory, List<NodeId> ids) {
    this.jar = jar;
    this.broker = broker;
    this.topics = topics;
    this.link = link;
    this.directory = directory;
    this.ids = List.copyOf(ids);
  }

  @Override
  public Future<?> start() {
    return Future.all(ids.stream().map(this::launch).toList());
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    List<Process> ending = List.copyOf(processes.values());
    return vertx
        .executeBlocking(
            () -> {
              ending.forEach(Process::destroy);
              for (Process process : ending) {
                if (!process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              }
              return null;
            })
        .compose(
            ended ->
                // They will not come back under these names, so nobody shall wait for them; nor we
                // for a broker that is gone.
                Future.all(
                        ids.stream()
                            .flatMap(id -> Stream.of(topics.presence(id), topics.reported(id)))
                            .map(topic -> link.publish(OutboundMessage.clear(topic)))
                            .toList())
                    .timeout(GOODBYE_SECONDS, TimeUnit.SECONDS)
                    .otherwiseEmpty());
  }

  private Future<Void> launch(NodeId id) {
    return vertx
        .executeBlocking(() -> process(id))
        .map(
            process -> {
              processes.put(id, process);
              process.onExit().thenAccept(ended -> context.runOnContext(here -> ended(id, ended)));
              return null;
            });
  }

  private void ended(NodeId id, Process process) {
    if (stopping) {
      return;
    }
    int again = restarts.merge(id, 1, Integer::sum);
    LOG.warn("nodeId={} ended with {}, see its log", id, process.exitValue());
    if (again <= MOST_RESTARTS) {
      vertx.setTimer(
          RESTART_MILLIS,
          timer -> {
            if (!stopping) {
              launch(id)
                  .onFailure(failure -> LOG.error("nodeId={} not started again", id, failure));
            }
          });
    }
  }

  private Process process(NodeId id) throws IOException {
    Path data = Files.createDirectories(directory.resolve(id.value()));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // As on a board: small heap, given back when it is not needed, and the quick compiler.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmx256m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-jar",
            jar.toString(),
            "--broker",
            broker.toString(),
            "--prefix",
            topics.prefix(),
            "--id",
            id.value(),
            // So few do not crowd the broker.
            "--reconnect-within",
            "1s",
            "--data-dir",
            data.toString(),
            // A network and its head at a time; what was measured is not needed again.
            "--cache-mib",
            "64",
            "--exit-with-parent");
    // As its package starts it: each thread that comes and goes would leave an arena behind.
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    Path log = directory.resolve(id + ".log");
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectErrorStream(true)
        .start();
  }
}
