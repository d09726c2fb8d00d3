/**
 * How a new node gets a certificate, and where it keeps it. {@link
 * io.espalier.node.enrol.IdentityFiles} is the front door.
 */
@NullMarked
package io.espalier.node.enrol;

import org.jspecify.annotations.NullMarked;
