package io.espalier.controller.cli;

import io.espalier.controller.secure.NodeIdentity;

/** By what a broker is to know nodes; the names are what {@code --identity} takes. */
enum IdentityKind {
  /** By certificates. */
  certificate(NodeIdentity.CERTIFICATE),
  /** By passwords. */
  password(NodeIdentity.PASSWORD);

  private final NodeIdentity identity;

  IdentityKind(NodeIdentity identity) {
    this.identity = identity;
  }

  NodeIdentity identity() {
    return identity;
  }
}
