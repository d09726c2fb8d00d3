package io.espalier.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The node program as its own process, from the jar that the build made. */
final class NodeProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "espalier-node.jar");

  private final Process process;

  private NodeProcess(Process process) {
    this.process = process;
  }

  static NodeProcess start(URI broker, String id, Path directory, String... more)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-jar",
            JAR.toString(),
            "--broker",
            broker.toString(),
            "--id",
            id,
            "--data-dir",
            directory.resolve(id).toString(),
            "--reconnect-within",
            "1s",
            "--telemetry-interval",
            "200ms");
    builder.command().addAll(List.of(more));
    builder
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve(id + ".log").toFile()));
    return new NodeProcess(builder.start());
  }

  /** Asks it to end, and waits until it has. */
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  /** As a loss of power would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Does what the operating system does when the parent dies. */
  int closeStandardInput() throws IOException {
    process.getOutputStream().close();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
