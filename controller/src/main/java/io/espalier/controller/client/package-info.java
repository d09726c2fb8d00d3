/**
 * The controller's HTTP interface from outside. {@link io.espalier.controller.client.ApiClient} is
 * how commands reach a controller.
 */
@NullMarked
package io.espalier.controller.client;

import org.jspecify.annotations.NullMarked;
