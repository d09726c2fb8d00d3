/**
 * What the controller's HTTP interface says, as records that server and client share; {@link
 * io.espalier.shared.protocol.MessageCodec} writes and reads them. {@link
 * io.espalier.controller.api.NodeView} is a node, {@link io.espalier.controller.api.Problem} what
 * went wrong.
 */
@NullMarked
package io.espalier.controller.api;

import org.jspecify.annotations.NullMarked;
