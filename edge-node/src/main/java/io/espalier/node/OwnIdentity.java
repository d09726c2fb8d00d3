package io.espalier.node;

import io.espalier.node.enrol.IdentityFiles;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkSecurity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who a node is by the files of its data directory; what it is told otherwise goes before. */
record OwnIdentity(IdentityFiles files, NodeId id) {
  static OwnIdentity of(Path dataDirectory, NodeId id) {
    return new OwnIdentity(IdentityFiles.in(dataDirectory), id);
  }

  /** What to show a broker that is spoken to over TLS. */
  LinkSecurity orGiven(LinkSecurity given, URI broker) {
    if (!given.equals(LinkSecurity.NONE) || !"mqtts".equals(broker.getScheme())) {
      return given;
    }
    Path authority = existing(files.authority());
    if (existing(files.certificate()) != null) {
      return new LinkSecurity(
          authority, new LinkSecurity.Certificate(files.certificate(), files.key()));
    }
    return existing(files.password()) == null
        ? given
        : new LinkSecurity(authority, new LinkSecurity.Password(id.value(), files.password()));
  }

  /** The key that artifacts must be signed with. */
  @Nullable Path orGiven(@Nullable Path signingKey) {
    return signingKey == null ? existing(files.signingKey()) : signingKey;
  }

  private static @Nullable Path existing(Path file) {
    return Files.exists(file) ? file : null;
  }
}
