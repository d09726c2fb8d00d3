/**
 * The controller program. {@link io.espalier.controller.ControllerMain} parses, {@link
 * io.espalier.controller.FleetWiring} constructs.
 */
@NullMarked
package io.espalier.controller;

import org.jspecify.annotations.NullMarked;
