/**
 * One MQTT 5 connection that comes back by itself. {@link io.espalier.shared.link.BrokerLink} is
 * the front door; no type of the MQTT library leaves this package.
 */
@NullMarked
package io.espalier.shared.link;

import org.jspecify.annotations.NullMarked;
