/**
 * How a new node gets a certificate for a one-time token that never travels. {@link
 * io.espalier.shared.enrol.EnrolmentRequest} is answered by {@link
 * io.espalier.shared.enrol.EnrolmentGrant}.
 */
@NullMarked
package io.espalier.shared.enrol;

import org.jspecify.annotations.NullMarked;
