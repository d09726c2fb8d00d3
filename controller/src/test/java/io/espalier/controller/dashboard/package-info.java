/** The dashboard as people see it: a whole controller, nodes over real MQTT, a real Chromium. */
@NullMarked
package io.espalier.controller.dashboard;

import org.jspecify.annotations.NullMarked;
