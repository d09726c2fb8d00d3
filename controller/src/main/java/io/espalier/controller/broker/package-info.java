/**
 * The broker inside the controller, for the start with one command. {@link
 * io.espalier.controller.broker.EmbeddedBroker} is all there is.
 */
@NullMarked
package io.espalier.controller.broker;

import org.jspecify.annotations.NullMarked;
