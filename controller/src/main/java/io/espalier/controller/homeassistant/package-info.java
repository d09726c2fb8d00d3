/**
 * Makes nodes appear in Home Assistant by themselves. {@link
 * io.espalier.controller.homeassistant.Discovery} says what there is, {@link
 * io.espalier.controller.homeassistant.Device} how it is said.
 */
@NullMarked
package io.espalier.controller.homeassistant;

import org.jspecify.annotations.NullMarked;
