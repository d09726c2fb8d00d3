/**
 * The controller's side of the wire. {@link io.espalier.controller.link.ControllerLink} owns the
 * connection, {@link io.espalier.controller.link.ArtifactPublisher} what the broker keeps for the
 * nodes.
 */
@NullMarked
package io.espalier.controller.link;

import org.jspecify.annotations.NullMarked;
