/**
 * The node's side of the protocol: its topics, its messages, its connection. {@link
 * io.espalier.node.link.NodeLink} is the front door, and the only user of the MQTT link.
 */
@NullMarked
package io.espalier.node.link;

import org.jspecify.annotations.NullMarked;
