/** Who is let in, and who is not: the programs on the brokers that they configured themselves. */
@NullMarked
package io.espalier.systemtests.secure;

import org.jspecify.annotations.NullMarked;
