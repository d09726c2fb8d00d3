package io.espalier.controller.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.controller.Program;
import io.espalier.shared.fleet.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerDirectoryTest {
  private static final List<String> SECRETS = List.of(".key", "/passwords", "/password", "/token");

  @TempDir private Path parent;

  @ParameterizedTest
  @ValueSource(strings = {"certificate", "password"})
  void secrets_areForTheirOwnerOnly_andAreNeverShown(String identity) throws IOException {
    Program config = config(identity);
    Program added = Program.run("broker", "add-node", "pi-1", "--dir", directory());
    String said = config.out() + config.err() + added.out() + added.err();
    if (identity.equals("certificate")) {
      Program enrolled = Program.run("broker", "enrol", "pi-2", "--dir", directory());
      assertThat(enrolled.code()).isZero();
      assertThat(Path.of(enrolled.out().strip())).exists();
      said += enrolled.out() + enrolled.err();
    }
    assertThat(config.code() + added.code()).as(said).isZero();
    for (Path file : files()) {
      if (SECRETS.stream().anyMatch(file.toString()::endsWith)
          || file.startsWith(directory().resolve("controller/tokens"))) {
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file).lines().filter(line -> line.length() > 32))
            .noneMatch(said::contains);
      }
    }
  }

  @Test
  void broker_getsThroughToItsDirectory_andNobodyLooksIntoAnother() throws IOException {
    config("certificate");
    Program.run("broker", "add-node", "pi-1", "--dir", directory());
    assertThat(mode(directory())).isEqualTo("rwx--x--x");
    for (String own : List.of("broker", "controller", "nodes/pi-1")) {
      assertThat(mode(directory().resolve(own))).as(own).isEqualTo("rwx------");
    }
  }

  private static String mode(Path directory) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }

  @Test
  void whatIsThere_isNotOverwritten() throws IOException {
    config("certificate");
    Program.run("broker", "add-node", "pi-1", "--dir", directory());
    Map<Path, String> before = contents();
    refused(config("password"), "broker: expected no secrets yet, found some");
    refused(
        Program.run("broker", "add-node", "pi-1", "--dir", directory()),
        "pi-1: expected a node without files yet, found some");
    refused(
        Program.run("broker", "enrol", "pi-1", "--dir", directory()),
        "pi-1: expected a node without files yet, found some");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void passwords_areAddedOneByOne_andNeedNoToken() throws IOException {
    config("password");
    Program.run("broker", "add-node", "pi-1", "--dir", directory());
    Program.run("broker", "add-node", "pi-2", "--dir", directory());
    assertThat(Files.readString(directory().resolve("broker/passwords")))
        .matches("pi-1:\\$7\\$101\\$.*\npi-2:\\$7\\$101\\$.*\n");
    refused(
        Program.run("broker", "enrol", "pi-3", "--dir", directory()),
        "enrolment: expected a broker that knows nodes by certificates");
  }

  @Test
  void certificate_isValidOnABoardThatHasNoClock_andIsByItsAuthority() throws Exception {
    Authority authority = Authority.create("espalier");
    var keys = Authority.newKeys();
    var client = authority.client("pi-1", keys.getPublic());
    client.verify(authority.certificate().getPublicKey());
    client.checkValidity(Date.from(Instant.EPOCH));
    authority.certificate().checkValidity(Date.from(Instant.EPOCH));
    assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=pi-1");
    assertThat(client.getBasicConstraints()).isEqualTo(-1);
    assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(client.getNotAfter()).isAfter(Date.from(Instant.now().plusSeconds(86_400 * 365L)));
    assertThat(authority).asString().doesNotContain("Private");
    var broker = authority.server(List.of("localhost", "127.0.0.1"), keys.getPublic());
    assertThat(broker.getSubjectX500Principal())
        .as("or OpenSSL takes it for self-signed")
        .isNotEqualTo(broker.getIssuerX500Principal());
    assertThat(broker.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
  }

  /** To write them anew: {@code espalier broker config} with these options, and copy the four. */
  @ParameterizedTest
  @ValueSource(strings = {"mosquitto.conf", "acl", "enrolment.conf", "enrolment.acl"})
  void examples_areWhatIsWritten(String file) {
    Program.run(
        "broker",
        "config",
        "--identity",
        "certificate",
        "--installed",
        "/etc/mosquitto/espalier",
        "-o",
        directory());
    assertThat(directory().resolve("broker").resolve(file))
        .hasSameTextualContentAs(Path.of("../examples/mosquitto").resolve(file));
  }

  @Test
  void wrongArguments_areToldInOneLine() {
    told(2, "--listen: expected HOST:PORT, found 'x'", "config", "--listen", "x");
    told(2, "port: expected 1 to 65532", "config", "--listen", "0.0.0.0:65533");
    told(2, "name of the broker: expected letters", "config", "--name", "a b");
    told(2, "topic prefix: expected", "config", "--prefix", "a//b");
    assertThat(directory()).doesNotExist();
    Program missing = Program.run("broker", "add-node", "pi-1", "--dir", directory());
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.err()).contains("expected an authority's key, found none").hasLineCount(1);
  }

  @Test
  void nodeNamedLikeADirectory_isRefused() throws IOException {
    config("certificate");
    assertThat(Program.run("broker", "add-node", "..", "--dir", directory()).code()).isNotZero();
    assertThatThrownBy(() -> BrokerDirectory.open(directory()).addNode(new NodeId(".")))
        .hasMessageContaining("expected another name");
  }

  private void told(int code, String message, Object... more) {
    Program run =
        Program.run(
            Stream.concat(
                    Stream.of("broker"),
                    Stream.concat(
                        Stream.of(more),
                        Stream.of("--identity", "certificate", "-o", (Object) directory())))
                .toArray());
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  private static void refused(Program run, String why) {
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains(why).hasLineCount(1);
  }

  private Program config(String identity) {
    return Program.run(
        "broker", "config", "--identity", identity, "--name", "broker.lan", "-o", directory());
  }

  private Path directory() {
    return parent.resolve("made");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    for (Path file : files()) {
      contents.put(file, Files.readString(file));
    }
    return contents;
  }
}
