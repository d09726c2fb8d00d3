package io.espalier.systemtests.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards whose clock is wrong, and whose card is full. */
class HostFaultsIT {
  private static final int GATE_HALTED = 6;
  private static final String YEAR_1970 = "@1970-01-01 00:00:10";

  @Test
  void nodesWithWrongClocks_takeModels_andServeThemAfterAStartWithoutANetwork(
      @TempDir Path directory) throws Exception {
    Path libfaketime = libfaketime();
    try (Fleet fleet = Fleet.start(directory)) {
      FleetNode early = fleet.prepare("n1");
      early.setClock(libfaketime, YEAR_1970);
      FleetNode late = fleet.prepare("n2");
      late.setClock(libfaketime, "+1y");
      for (FleetNode node : List.of(early, late)) {
        node.start();
      }
      fleet.add("n3");
      fleet.awaitOnline();
      assertThat(fleet.reported(early))
          .as("the board lives in 1970")
          .anyMatch(r -> r.stamp().at().toString().startsWith("1970"));
      Digest first = fleet.deployed(0, "first", Models.wrongOn(5), "--canary", "1");
      fleet.awaitServing(first);

      fleet.nodes().forEach(FleetNode::kill);
      fleet.broker().kill();
      late.setClockRight();
      for (FleetNode node : fleet.nodes()) {
        node.start();
      }
      for (ServiceWatch watch : fleet.watches()) {
        await("the last good model without a network")
            .atMost(ServiceWatch.LOADING)
            .ignoreExceptions()
            .until(() -> watch.health().path("model").asText(), first.hex()::equals);
      }
      fleet.broker().restart();
      fleet.awaitServing(first);
      Digest second = fleet.deployed(0, "second", Models.wrongOn(3), "--canary", "1");
      fleet.awaitServing(second);
      Invariants.hold(fleet);
    }
  }

  @Test
  void nodeWithAFullDisk_refusesWhatDoesNotFit_andServesOnThroughAStart(@TempDir Path directory)
      throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("n1"), 48);
        Fleet fleet = Fleet.start(directory)) {
      FleetNode node = fleet.add("n1");
      fleet.add("n2");
      fleet.awaitOnline();
      Digest first = fleet.deployed(0, "first", Models.wrongOn(5), "--canary", "1");
      fleet.awaitServing(first);

      disk.fillBut(17 << 20);
      fleet.deployed(GATE_HALTED, "too-much", Models.padded(4, 3_000, 1), "--to", "node=n1");
      assertThat(fleet.run("rollout", "audit", "too-much")).contains("bytes free on disk");
      fleet.awaitServing(first);

      disk.fillBut(0);
      node.kill();
      node.start();
      fleet.awaitServing(first);

      disk.empty();
      Digest second = fleet.deployed(0, "second", Models.padded(3, 3_000, 2), "--canary", "1");
      fleet.awaitServing(second);
      Invariants.hold(fleet);
    }
  }

  private static Path libfaketime() {
    try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
      Optional<Path> library =
          directories
              .map(directory -> directory.resolve("faketime/libfaketimeMT.so.1"))
              .filter(Files::exists)
              .findFirst();
      Assumptions.assumeTrue(library.isPresent(), "needs the package faketime, found none");
      return library.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
