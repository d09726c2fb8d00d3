/**
 * Parts that are started one after the other and ended in reverse. {@link
 * io.espalier.controller.parts.Deployments} does both.
 */
@NullMarked
package io.espalier.controller.parts;

import org.jspecify.annotations.NullMarked;
