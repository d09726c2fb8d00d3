/**
 * The controller's HTTP interface. {@link io.espalier.controller.http.HttpServerVerticle} serves
 * what each resource's {@link io.espalier.controller.http.Routes} mounts.
 */
@NullMarked
package io.espalier.controller.http;

import org.jspecify.annotations.NullMarked;
