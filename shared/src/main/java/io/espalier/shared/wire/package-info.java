/**
 * How bytes travel: losslessly coded, so that pruned and quantised models take few of them. {@link
 * io.espalier.shared.wire.WireCoding} is the front door.
 */
@NullMarked
package io.espalier.shared.wire;

import org.jspecify.annotations.NullMarked;
