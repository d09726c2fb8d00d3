package io.espalier.controller.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.espalier.controller.simulation.FleetSimulation;
import io.espalier.controller.simulation.SimulationPlan;
import io.espalier.controller.simulation.SimulationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Runs simulations in a directory that does not outlive them. */
final class Simulations {
  /** What a process opens beside its connections: jars, files, pipes. */
  private static final long OTHER_FILES = 500;

  private Simulations() {}

  /** Runs one, and says on {@code err} what is going on. */
  static SimulationReport run(SimulationPlan plan, PrintWriter err) throws Exception {
    requireFiles(plan.nodes());
    Path directory = Files.createTempDirectory("espalier-simulation");
    try (FleetSimulation simulation =
        new FleetSimulation(
            plan,
            directory,
            line -> {
              err.println(line);
              err.flush();
            })) {
      return simulation.run();
    } finally {
      delete(directory);
    }
  }

  /**
   * Simulator and broker each have one file open for every node.
   *
   * @throws IllegalArgumentException if this process may not open so many
   */
  static void requireFiles(int nodes) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount();
      if (most < nodes + OTHER_FILES) {
        throw new IllegalArgumentException(
            "ulimit -n: expected at least %d open files for %d nodes, found %d"
                .formatted(nodes + OTHER_FILES, nodes, most));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
