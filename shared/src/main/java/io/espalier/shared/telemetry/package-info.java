/**
 * What nodes report of themselves and of the models they run. Every record carries a {@link
 * io.espalier.shared.fleet.Stamp}.
 */
@NullMarked
package io.espalier.shared.telemetry;

import org.jspecify.annotations.NullMarked;
