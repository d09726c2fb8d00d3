package io.espalier.systemtests.secure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.fixtures.Ports;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.systemtests.fixture.Espalier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node gets its certificate by a token, and lives on with it. */
@SuppressWarnings("NullAway.Init") // Set up before each test.
class EnrolIT {
  private static final Path NODE_JAR =
      Path.of(System.getProperty("espalier.home", ".."), "edge-node/target/espalier-node.jar")
          .toAbsolutePath()
          .normalize();
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("ready at (http://\\S+),");

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Path made;
  private int port;
  private Espalier controller;

  @BeforeEach
  void start() throws Exception {
    made = directory.resolve("made");
    port = Ports.freeInARow(4);
    run(
        "broker",
        "config",
        "--identity",
        "certificate",
        "--listen",
        "127.0.0.1:" + port,
        "--user",
        System.getProperty("user.name"),
        "-o",
        made.toString());
    own(Mosquitto.configured(made.resolve("broker/mosquitto.conf"), port, port + 1));
    own(Mosquitto.configured(made.resolve("broker/enrolment.conf"), port + 2, port + 3));
    controller =
        own(
            Espalier.start(
                directory,
                "up",
                "--listen",
                "127.0.0.1:0",
                "--broker",
                at(1),
                "--ca",
                of("controller/ca.crt"),
                "--cert",
                of("controller/controller.crt"),
                "--key",
                of("controller/controller.key"),
                "--enrol-broker",
                at(3),
                "--authority",
                of("controller")));
    await().atMost(LONG).until(() -> controller.err().contains("ready") || !controller.isAlive());
    assertThat(controller.err()).contains("ready");
  }

  @AfterEach
  void stop() throws Exception {
    for (int last = open.size() - 1; last >= 0; last--) {
      open.get(last).close();
    }
  }

  @Test
  void nodeWithAToken_isLetIn_onceAndUnderItsName_andNothingSecretIsSeen() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    LinkSecurity anybody = new LinkSecurity(made.resolve("controller/ca.crt"), null);
    BrokerLink stranger =
        own(new BrokerLink(new LinkConfig(URI.create(at(2)), "stranger", null, 0, anybody)));
    stranger.start().orTimeout(60, TimeUnit.SECONDS).join();
    stranger
        .subscribe(List.of("#"), message -> heard.add(new String(message.payload(), UTF_8)))
        .join();
    run("broker", "enrol", "pi-1", "--dir", made.toString());
    run("broker", "enrol", "pi-2", "--dir", made.toString());
    Path token = made.resolve("nodes/pi-1/token");

    Node wrong = enrol("pi-1", made.resolve("nodes/pi-2/token"), "wrong");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.lastLine())
        .isEqualTo("espalier-node enrol: pi-1: expected a proof by its token, found another");

    Node enrolled = enrol("pi-1", token, "data");
    assertThat(enrolled.exitCode()).as(enrolled.said()).isZero();
    Path identity = directory.resolve("data/identity");
    assertThat(Files.getPosixFilePermissions(identity.resolve("node.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Node agent = node("--broker", at(0), "--id", "pi-1", "--data-dir", of("../data"));
    await().atMost(LONG).until(() -> nodes().contains("\"online\" : true"));
    assertThat(nodes()).contains("pi-1");

    Node again = enrol("pi-1", token, "again");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.lastLine())
        .isEqualTo(
            "espalier-node enrol: pi-1: expected a token that was not used before, found one that"
                + " was");
    Node thief = node("--broker", at(0), "--id", "pi-1", "--data-dir", of("../again"));
    await().atMost(LONG).until(() -> thief.said().contains("not reached"));
    assertThat(thief.said()).doesNotContain("ready");

    String everything =
        String.join("\n", heard)
            + commandLines()
            + Stream.of(wrong, enrolled, agent, again, thief).map(Node::said).toList()
            + controller.err()
            + controller.out();
    assertThat(heard).isNotEmpty();
    for (Path secret :
        List.of(
            token,
            made.resolve("nodes/pi-2/token"),
            made.resolve("controller/ca.key"),
            made.resolve("controller/controller.key"),
            identity.resolve("node.key"))) {
      assertThat(Files.readString(secret).lines().filter(line -> !line.startsWith("---")))
          .isNotEmpty()
          .noneMatch(everything::contains);
    }
  }

  private Node enrol(String id, Path token, String data) throws Exception {
    Node node =
        node(
            "enrol",
            "--broker",
            at(2),
            "--id",
            id,
            "--token-file",
            token.toString(),
            "--ca",
            of("controller/ca.crt"),
            "--data-dir",
            directory.resolve(data).toString());
    assertThat(node.process().waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return node;
  }

  private Node node(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-jar", NODE_JAR.toString()));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(directory, "node-", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return own(new Node(process, log));
  }

  private record Node(Process process, Path log) implements AutoCloseable {
    int exitCode() {
      return process.exitValue();
    }

    String said() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        return "(unreadable: " + e + ")";
      }
    }

    String lastLine() {
      return said().lines().reduce("", (before, line) -> line);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private String nodes() throws Exception {
    Matcher ready = READY.matcher(controller.err());
    assertThat(ready.find()).isTrue();
    Espalier list = run("nodes", "list", "-o", "json", "--server", ready.group(1));
    return list.out();
  }

  private Espalier run(String... arguments) throws Exception {
    Espalier program = own(Espalier.start(directory, arguments));
    program.succeed(LONG);
    return program;
  }

  private static String commandLines() {
    StringBuilder lines = new StringBuilder();
    ProcessHandle.allProcesses()
        .forEach(process -> lines.append(process.info().commandLine().orElse("")).append('\n'));
    return lines.toString();
  }

  private String at(int offset) {
    return "mqtts://127.0.0.1:" + (port + offset);
  }

  private String of(String file) {
    return made.resolve(file).normalize().toString();
  }

  private <T extends AutoCloseable> T own(T resource) {
    open.add(resource);
    return resource;
  }
}
