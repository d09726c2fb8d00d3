/**
 * Which nodes there are, and those that the controller starts itself. {@link
 * io.espalier.controller.fleet.FleetRegistry} is what others ask.
 */
@NullMarked
package io.espalier.controller.fleet;

import org.jspecify.annotations.NullMarked;
