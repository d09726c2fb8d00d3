package io.espalier.node;

import io.espalier.node.enrol.IdentityFiles;
import io.espalier.node.link.EnrolmentLink;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentToken;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier-node enrol}: gets this node its certificate, by a token that is good once. */
@Command(
    name = "espalier-node enrol",
    description = {
      "Makes a key, and gets a certificate for it by a token from 'espalier broker enrol'.",
      "Started on the same data directory after that, the node shows it to its broker."
    },
    mixinStandardHelpOptions = true,
    versionProvider = NodeMain.Version.class,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class EnrolCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec private CommandSpec command;

  @Mixin private NodeOptions node;

  @Option(
      names = "--broker",
      required = true,
      description = "The broker for enrolment, mqtts://host[:port].")
  private URI broker;

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "FILE",
      description = "The token, in a file of mode 600.")
  private Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Who vouches for the broker, in PEM (default: whom Java trusts).")
  private @Nullable Path authority;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LinkSecurity security = new LinkSecurity(authority, null);
    if (!"mqtts".equals(broker.getScheme())) {
      throw new IllegalArgumentException(
          "broker: expected mqtts://host[:port] to enrol on, found " + broker);
    }
    IdentityFiles identity = IdentityFiles.in(node.dataDirectory());
    if (Files.exists(identity.certificate())) {
      throw new IOException(
          identity.certificate() + ": expected no certificate yet, found one; remove it first");
    }
    EnrolmentToken token = token();
    security.check();
    KeyPair keys = identity.keys();
    try (EnrolmentLink link = new EnrolmentLink(broker, security, node.topics())) {
      EnrolmentGrant grant = link.ask(token.request(node.id(), keys.getPublic()), token, PATIENCE);
      identity.keep(grant, keys.getPublic());
    }
    command.commandLine().getOut().println(identity.directory());
    command.commandLine().getOut().flush();
    return 0;
  }

  private EnrolmentToken token() throws IOException {
    try {
      return new EnrolmentToken(SecretFile.firstLine(tokenFile));
    } catch (IllegalArgumentException e) {
      throw new IOException(tokenFile + ": " + e.getMessage(), e);
    }
  }
}
