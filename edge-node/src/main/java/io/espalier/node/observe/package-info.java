/**
 * Watches the inferences of the model that serves: how long they take, and how far what it meets is
 * from what it was accepted on. {@link io.espalier.node.observe.LiveReporter} makes telemetry of
 * it.
 */
@NullMarked
package io.espalier.node.observe;

import org.jspecify.annotations.NullMarked;
