package io.espalier.systemtests.docs;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.Datasets;
import io.espalier.fixtures.docs.Page;
import io.espalier.systemtests.fixture.Espalier;
import io.espalier.systemtests.fixture.Specs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The directory in which a reader enters commands, with what pages take for granted: a checkout, as
 * far as commands look at it, and the files that they say are yours.
 */
final class Workplace {
  private static final String HOSTS = "127.0.0.1 localhost broker.lan db.lan pi-07\n";
  private static final Path CONTROLLER =
      Espalier.HOME.resolve("controller/target/espalier-controller.jar");
  private static final int SAMPLES = 2_000;

  private final Path directory;
  private final Map<String, String> stays = new HashMap<>();

  private Workplace(Path directory) {
    this.directory = directory;
  }

  static Workplace make(Path directory) throws IOException {
    Workplace place = new Workplace(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Files.createDirectories(place.work().resolve("examples"));
    Files.createDirectories(directory.resolve("bin"));
    Files.writeString(place.file("hosts"), HOSTS);
    place.programs();
    place.filesOfTheReader();
    return place;
  }

  /** Where commands are entered. */
  Path work() {
    return directory.resolve("work");
  }

  /** A file beside it. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** What own-model.md and others say is yours, and a spec of fewer variants and epochs. */
  private void filesOfTheReader() throws IOException {
    CalibrationData digits = CalibrationData.training(Datasets.mnist());
    digits.sampled(SAMPLES, new SplittableRandom(1)).write(work().resolve("data.npz"));
    digits.sampled(SAMPLES, new SplittableRandom(2)).write(work().resolve("test.npz"));
    Files.writeString(
        work().resolve("digit.json"), "{\"inputs\": [[" + "0.5,".repeat(783) + "0]]}");
    Files.writeString(
        work().resolve("examples/mnist-quick.yaml"),
        Specs.MNIST
            .replace("name: small", "name: mnist-quick")
            .replace("[784, 64, 32, 64, 784], epochs: 2", "[784, 32, 784], epochs: 1")
            .replace("samples: 1000", "samples: 300")
            .replace("[shapley, magnitude]", "[shapley]")
            .replace("[0.83, 0.95]", "[0.83]")
            .replace("[fp32, fp16, int8]", "[fp32, int8]"));
  }

  /** Enters the pages of a walk, one after the other, also after one that failed. */
  String driver(Walk walk) {
    String scripts =
        walk.pages().stream()
            .map(name -> Script.name(Page.read(Espalier.HOME, name)))
            .collect(Collectors.joining(" "));
    return """
    ip link set lo up
    mount --bind '%1$s/hosts' /etc/hosts
    hostname pi-07
    unset ESPALIER_SERVER ESPALIER_TOKEN
    export HOME='%1$s/work' PATH="%1$s/bin:/usr/sbin:$PATH" PLACE='%1$s' WORK='%1$s/work' CONTROLLER='%2$s'
    %3$s
    for script in %4$s; do
      echo "::page $script $SECONDS"
      bash "$PLACE/$script" || echo "::failed $script"
    done
    echo "::end $SECONDS"
    """
        .formatted(directory, CONTROLLER, walk.preparation(), scripts);
  }

  /** A command that stays, in a file of its own; the same words have the same one. */
  String stays(String command) {
    return stays.computeIfAbsent(
        command,
        words -> {
          try {
            Path file = file("stays-" + stays.size());
            return Files.writeString(file, words).toString();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The launchers without their building, which a test must not begin, and quicker to start. */
  private void programs() throws IOException {
    Path node = Espalier.HOME.resolve("edge-node/target/espalier-node.jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path archive = file("classes.jsa");
    program(
        "espalier",
        """
        #!/bin/sh
        quick=-XX:TieredStopAtLevel=1
        case "$1" in train | finetune | compress | experiment | up) quick=-Xmx1g ;; esac
        exec %s $quick -Duser.home="$HOME" -XX:+UseSerialGC -Xshare:auto -XX:SharedArchiveFile=%s -jar %s "$@"
        """
            .formatted(java, archive, CONTROLLER));
    program(
        "espalier-node",
        "#!/bin/sh%nexec %s -Duser.home=\"$HOME\" -Xmx128m -XX:+UseSerialGC -jar %s \"$@\"%n"
            .formatted(java, node));
    for (String program : List.of("espalier", "espalier-node")) {
      Files.createSymbolicLink(work().resolve(program), file("bin").resolve(program));
    }
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(file("bin").resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
