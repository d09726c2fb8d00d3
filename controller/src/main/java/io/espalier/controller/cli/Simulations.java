package io.espalier.controller.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.espalier.controller.files.ScratchDirectory;
import io.espalier.controller.simulation.FleetSimulation;
import io.espalier.controller.simulation.SimulationPlan;
import io.espalier.controller.simulation.SimulationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Runs simulations in a directory that does not outlive them. */
final class Simulations {
  /** What a process opens beside its connections: jars, files, pipes. */
  private static final long OTHER_FILES = 500;

  private Simulations() {}

  /** Something that needs a directory for its files. */
  interface Work<T> {
    T in(Path directory) throws Exception;
  }

  /** Runs one, and says on {@code err} what is going on. */
  static SimulationReport run(SimulationPlan plan, PrintWriter err) throws Exception {
    return in(
        plan.nodes(),
        directory -> {
          try (FleetSimulation simulation =
              new FleetSimulation(
                  plan,
                  directory,
                  line -> {
                    err.println(line);
                    err.flush();
                  })) {
            return simulation.run();
          }
        });
  }

  /** Does it in a directory of its own, if so many nodes can be simulated here. */
  static <T> T in(int nodes, Work<T> work) throws Exception {
    requireFiles(nodes);
    try (ScratchDirectory scratch = ScratchDirectory.create("espalier-simulation")) {
      return work.in(scratch.path());
    }
  }

  /**
   * Simulator and broker each have one file open for every node.
   *
   * @throws IOException if this process may not open so many
   */
  private static void requireFiles(int nodes) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount();
      if (most < nodes + OTHER_FILES) {
        throw new IOException(
            "ulimit -n: expected at least %d open files for %d nodes, found %d"
                .formatted(nodes + OTHER_FILES, nodes, most));
      }
    }
  }
}
