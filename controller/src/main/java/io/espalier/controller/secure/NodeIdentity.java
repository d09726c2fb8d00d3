package io.espalier.controller.secure;

/** By what a broker knows a node. */
public enum NodeIdentity {
  /** A certificate of the authority, whose common name is the node's. */
  CERTIFICATE,
  /** A password, with the node's id as user name. */
  PASSWORD
}
