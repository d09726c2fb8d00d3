/** Who started this program and watches over it: systemd, where there is one. */
@NullMarked
package io.espalier.node.supervise;

import org.jspecify.annotations.NullMarked;
