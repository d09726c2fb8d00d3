package io.espalier.controller.secure;

import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.fleet.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/**
 * Everything about who may do what on a broker, in directories named after who gets them: {@code
 * broker}, {@code controller}, and one below {@code nodes} for each node.
 */
public final class BrokerDirectory {
  static final String ACCESS = "acl";
  static final String ENROLMENT_ACCESS = "enrolment.acl";
  static final String PASSWORDS = "passwords";
  static final String NO_PASSWORDS = "no-passwords";
  static final String AUTHORITY = "ca.crt";
  static final String AUTHORITY_KEY = "ca.key";
  static final String CONTROLLERS_AUTHORITY = "controllers-ca.crt";
  static final String BROKER_CERTIFICATE = "broker.crt";
  static final String BROKER_KEY = "broker.key";
  static final String DATA = "data";

  private final Path root;

  private BrokerDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Makes authorities, a broker's files and a controller's.
   *
   * @throws FileAlreadyExistsException if there are some already; nothing was written then
   * @throws IOException if they cannot be written
   */
  public static BrokerDirectory create(Path root, BrokerPlan plan) throws IOException {
    BrokerDirectory made = new BrokerDirectory(root);
    for (Path secret : List.of(made.broker(), made.controller())) {
      if (Files.exists(secret)) {
        throw new FileAlreadyExistsException(secret.toString());
      }
    }
    PrivateFile.passage(made.root); // The broker runs as another user.
    for (Path directory : List.of(made.broker(), made.broker(DATA), made.controller())) {
      PrivateFile.directory(directory);
    }
    made.writeAuthorities(plan);
    made.writeConfiguration(plan);
    return made;
  }

  /**
   * One that was made before.
   *
   * @throws NoSuchFileException if it was not
   */
  public static BrokerDirectory open(Path root) throws IOException {
    BrokerDirectory found = new BrokerDirectory(root);
    if (!Files.exists(found.authorityKey())) {
      throw new NoSuchFileException(found.authorityKey().toString());
    }
    return found;
  }

  /** Where the broker of a directory finds its files, unless they are moved. */
  public static Path broker(Path root) {
    return root.resolve("broker");
  }

  /** The broker's configuration. */
  public Path configuration() {
    return broker("mosquitto.conf");
  }

  /** The configuration of the broker for enrolment; there is none where nodes have passwords. */
  public Path enrolmentConfiguration() {
    return broker("enrolment.conf");
  }

  /** What a controller needs, to be kept where it runs. */
  public Path controller() {
    return root.resolve("controller");
  }

  /** The tokens that were given out, in a controller's directory. */
  public static Path tokens(Path controller) {
    return controller.resolve("tokens");
  }

  /**
   * Who vouches for new nodes, in a controller's directory.
   *
   * @throws IOException with one line for people, if its files cannot be used
   */
  public static Authority authority(Path controller) throws IOException {
    return Authority.read(controller.resolve(AUTHORITY), controller.resolve(AUTHORITY_KEY));
  }

  /** By what its broker knows nodes. */
  public NodeIdentity identity() {
    return Files.exists(broker(PASSWORDS)) ? NodeIdentity.PASSWORD : NodeIdentity.CERTIFICATE;
  }

  /** What is handed over to a node. */
  public Path node(NodeId node) {
    return root.resolve("nodes").resolve(node.value());
  }

  /**
   * Makes what a node needs to be let in.
   *
   * @return the directory to hand over
   * @throws FileAlreadyExistsException if it was made before
   * @throws IOException if it cannot be written
   */
  public Path addNode(NodeId node) throws IOException {
    Path handedOver = newNode(node);
    Files.writeString(handedOver.resolve(AUTHORITY), authority(controller()).pem());
    if (identity() == NodeIdentity.PASSWORD) {
      String password = PasswordEntry.newPassword();
      PrivateFile.create(handedOver.resolve("password"), password + "\n");
      String others = Files.readString(broker(PASSWORDS), StandardCharsets.US_ASCII);
      PrivateFile.replace(broker(PASSWORDS), others + PasswordEntry.of(node.value(), password));
    } else {
      writeClient(authority(controller()), node.value(), handedOver, "node");
    }
    return handedOver;
  }

  /**
   * Shuts a node out.
   *
   * @return the file that the broker must read again
   * @throws IOException if it cannot be written
   */
  public Path removeNode(NodeId node) throws IOException {
    Path file = broker(identity() == NodeIdentity.PASSWORD ? PASSWORDS : ACCESS);
    String before = Files.readString(file, StandardCharsets.US_ASCII);
    PrivateFile.replace(
        file,
        identity() == NodeIdentity.PASSWORD
            ? PasswordEntry.without(node.value(), before)
            : before + AccessList.nothingFor(node));
    return file;
  }

  /**
   * Writes the token that a node is to enrol with, and who vouches for its broker.
   *
   * @return the file to hand over
   * @throws FileAlreadyExistsException if there is something for that node already
   * @throws IOException if it cannot be written
   */
  public Path writeToken(NodeId node, EnrolmentToken token) throws IOException {
    Path handedOver = newNode(node);
    Path file = handedOver.resolve("token");
    PrivateFile.create(file, token.reveal() + "\n");
    Files.writeString(handedOver.resolve(AUTHORITY), authority(controller()).pem());
    return file;
  }

  private void writeAuthorities(BrokerPlan plan) throws IOException {
    Authority nodes = Authority.create("espalier");
    Authority controllers = Authority.create("espalier controllers");
    PrivateFile.create(authorityKey(), Pem.of(nodes.key()));
    Files.writeString(controller().resolve(AUTHORITY), nodes.pem());
    Files.writeString(broker(AUTHORITY), nodes.pem());
    writeServer(nodes, plan, broker(BROKER_CERTIFICATE), broker(BROKER_KEY));
    writeServer(nodes, plan, controller().resolve("web.crt"), controller().resolve("web.key"));
    // Its key is not kept: it vouches for one controller, here and now.
    Files.writeString(broker(CONTROLLERS_AUTHORITY), controllers.pem());
    writeClient(controllers, AccessList.CONTROLLER, controller(), "controller");
  }

  private void writeConfiguration(BrokerPlan plan) throws IOException {
    MosquittoConfiguration mosquitto = new MosquittoConfiguration(plan);
    Files.writeString(configuration(), mosquitto.fleet());
    PrivateFile.create(broker(ACCESS), AccessList.fleet(plan.topics()));
    if (plan.identity() == NodeIdentity.PASSWORD) {
      PrivateFile.create(broker(PASSWORDS), "");
      return;
    }
    PrivateFile.create(broker(NO_PASSWORDS), "");
    Files.writeString(enrolmentConfiguration(), mosquitto.enrolment());
    PrivateFile.create(broker(ENROLMENT_ACCESS), AccessList.enrolment(plan.topics()));
  }

  private static void writeServer(Authority authority, BrokerPlan plan, Path certificate, Path key)
      throws IOException {
    KeyPair keys = Authority.newKeys();
    PrivateFile.create(key, Pem.of(keys.getPrivate()));
    Files.writeString(certificate, Pem.of(authority.server(plan.names(), keys.getPublic())));
  }

  private static void writeClient(Authority authority, String name, Path directory, String file)
      throws IOException {
    KeyPair keys = Authority.newKeys();
    PrivateFile.create(directory.resolve(file + ".key"), Pem.of(keys.getPrivate()));
    Files.writeString(
        directory.resolve(file + ".crt"), authority.clientPem(name, keys.getPublic()));
  }

  private Path newNode(NodeId node) throws IOException {
    Path directory = node(node);
    if (!directory.equals(directory.normalize())) {
      throw new IOException("node " + node + ": expected another name, found that of a directory");
    }
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    PrivateFile.directory(directory);
    return directory;
  }

  /** What the broker needs, to be kept where it runs. */
  public Path broker() {
    return broker(root);
  }

  private Path broker(String file) {
    return broker().resolve(file);
  }

  private Path authorityKey() {
    return controller().resolve(AUTHORITY_KEY);
  }
}
