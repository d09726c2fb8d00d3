package io.espalier.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NodeMainTest {
  private static final String[] NEEDED = {
    "--broker", "mqtt://broker:1884", "--id", "n1", "--data-dir", "data"
  };

  @Test
  void config_hasDefaultsForAllButBrokerIdAndDirectory() {
    assertThat(config(NEEDED))
        .isEqualTo(
            new NodeConfig(
                URI.create("mqtt://broker:1884"),
                LinkSecurity.NONE,
                Duration.ofSeconds(30),
                new NodeId("n1"),
                new TreeMap<>(),
                Path.of("data"),
                new Topics("espalier/v1"),
                Duration.ofSeconds(2),
                256L << 20,
                1024L << 20,
                16L << 20,
                null,
                null));
  }

  @Test
  void labels_mayBeMany() {
    NodeConfig config =
        config(
            Stream.concat(
                    Stream.of(NEEDED), Stream.of("--label", "group=shops", "--label", "city=Bern"))
                .toArray(String[]::new));
    assertThat(config.labels()).isEqualTo(Map.of("group", "shops", "city", "Bern"));
  }

  @Test
  void dataDirectory_isInTheHomeOfItsUser_unlessItIsGiven() {
    assertThat(config("--broker", "mqtt://b", "--id", "n1").dataDirectory())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/espalier-node/n1"));
  }

  @ParameterizedTest
  @CsvSource({"2,2000", "7s,7000", "250ms,250", "1m,60000"})
  void telemetryInterval_isInSecondsUnlessItSaysOtherwise(String text, long millis) {
    assertThat(NodeMain.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "--broker, http://x, 'mqtt[s]://host[:port], found ''http://x'''",
    "--id, a/b, 'found ''a/b'''",
    "--prefix, a//b, 'found ''a//b'''",
    "--telemetry-interval, soon, 'found ''soon'''",
    "--telemetry-interval, 1ms, '0.1 s to 86400 s, found 0.001 s'",
    "--label, group, 'group'",
    "--label, a+b=c, 'label: expected key=value of letters'",
    "--cache-mib, 0, 'at least 1 byte, found 0'",
    "--telemetry-buffer-mib, 0, 'telemetry buffer: expected at least 1 byte, found 0'",
    "--key, node.key, 'expected a certificate with its key'",
    "--password-file, secret, 'expected mqtts://host[:port]'",
    "--infer-listen, 0.0.0.0:80, 'expected a loopback address'",
    "--no-such-option, 1, '''--no-such-option'''"
  })
  void wrongArgument_isToldInOneLineWithExitCodeTwo(String option, String value, String told) {
    Map<String, String> arguments =
        new LinkedHashMap<>(Map.of("--broker", "mqtt://b", "--id", "n1", "--data-dir", "d"));
    arguments.put(option, value);
    Run run =
        run(
            arguments.entrySet().stream()
                .flatMap(argument -> Stream.of(argument.getKey(), argument.getValue()))
                .toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("espalier-node: ").contains(told).hasLineCount(1);
  }

  @Test
  void absentArgument_isToldInOneLineWithExitCodeTwo() {
    Run run = run("--id", "n1", "--data-dir", "d");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--broker").hasLineCount(1);
  }

  @Test
  void nodeWithoutAName_isCalledLikeItsHost() throws IOException {
    assertThat(config("--broker", "mqtt://b", "--data-dir", "d").id().value())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void options_mayStandInAFile(@TempDir Path etc) throws IOException {
    Path file =
        Files.writeString(etc.resolve("node.conf"), "# Ours.\n--broker mqtt://b\n--id n7\n");
    assertThat(config("@" + file).id()).isEqualTo(new NodeId("n7"));
  }

  @Test
  void unusableDataDirectory_isToldInOneLineWithExitCodeOne(@TempDir Path parent)
      throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    Run run = run("--broker", "mqtt://127.0.0.1:1", "--id", "n1", "--data-dir", file + "/data");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("espalier-node: data directory ").hasLineCount(1);
  }

  @Test
  void identityInTheDataDirectory_isShownToABrokerOverTls_unlessAnotherIsGiven(@TempDir Path data)
      throws IOException {
    Path identity = Files.createDirectories(data.resolve("identity"));
    for (String file : new String[] {"node.crt", "node.key", "ca.crt", "signing-key.pem"}) {
      Files.writeString(identity.resolve(file), "");
    }
    String[] tls = {"--broker", "mqtts://b", "--id", "n1", "--data-dir", data.toString()};
    NodeConfig own = config(tls);
    assertThat(own.security())
        .isEqualTo(
            new LinkSecurity(
                identity.resolve("ca.crt"),
                new LinkSecurity.Certificate(
                    identity.resolve("node.crt"), identity.resolve("node.key"))));
    assertThat(own.signingKey()).isEqualTo(identity.resolve("signing-key.pem"));
    NodeConfig given =
        config(Stream.concat(Stream.of(tls), Stream.of("--ca", "x")).toArray(String[]::new));
    assertThat(given.security()).isEqualTo(new LinkSecurity(Path.of("x"), null));
    assertThat(config("--broker", "mqtt://b", "--id", "n1", "--data-dir", data.toString()))
        .extracting(NodeConfig::security)
        .isEqualTo(LinkSecurity.NONE);
  }

  @Test
  void enrolmentThatCannotBe_isToldInOneLine(@TempDir Path data) throws IOException {
    Path token = Files.writeString(data.resolve("token"), "hunter2\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    enrolmentIsRefused(2, "expected mqtts://host[:port] to enrol on", "mqtt://b", data);
    enrolmentIsRefused(1, "expected a file that others cannot read", "mqtts://b", data);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    enrolmentIsRefused(1, "expected 64 lower-case hexadecimal digits", "mqtts://b", data);
    Files.createDirectories(data.resolve("identity"));
    Files.writeString(data.resolve("identity/node.crt"), "");
    enrolmentIsRefused(1, "expected no certificate yet, found one", "mqtts://b", data);
  }

  private static void enrolmentIsRefused(int code, String why, String broker, Path data) {
    StringWriter err = new StringWriter();
    int exitCode =
        NodeMain.enrolment()
            .setErr(new PrintWriter(err))
            .execute(
                "--broker",
                broker,
                "--id",
                "n1",
                "--token-file",
                data.resolve("token").toString(),
                "--data-dir",
                data.toString());
    assertThat(err.toString()).contains(why).doesNotContain("hunter2").hasLineCount(1);
    assertThat(exitCode).isEqualTo(code);
  }

  @Test
  void version_namesTheProgram() {
    StringWriter out = new StringWriter();
    int exitCode = NodeMain.commandLine().setOut(new PrintWriter(out)).execute("--version");
    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("espalier-node ");
  }

  private record Run(int exitCode, String err) {}

  private static Run run(String... args) {
    StringWriter err = new StringWriter();
    int exitCode = NodeMain.commandLine().setErr(new PrintWriter(err)).execute(args);
    return new Run(exitCode, err.toString());
  }

  private static NodeConfig config(String... args) {
    CommandLine command = NodeMain.commandLine();
    command.parseArgs(args);
    NodeMain main = command.getCommand();
    return main.config();
  }
}
