package io.espalier.controller.load;

import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.protocol.Topics;
import io.espalier.simulator.broker.LocalMosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a figure is measured.
 *
 * @param program the command that is {@code espalier}
 * @param broker that nobody else uses
 * @param directory for a store and logs
 * @param progress gets a line now and then
 */
record Scene(
    List<String> program, LocalMosquitto broker, Path directory, Consumer<String> progress) {
  static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

  /** Starts a controller, with those options besides the usual. */
  ControllerProcess controller(String... options) throws IOException, InterruptedException {
    return ControllerProcess.start(
        program,
        broker.address(),
        TOPICS,
        directory.resolve("data"),
        directory.resolve("controller.log"),
        options);
  }

  int port() {
    return broker.address().getPort();
  }

  void say(String line) {
    progress.accept(line);
  }
}
