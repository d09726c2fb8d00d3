/**
 * Who may do what on a broker: the files of an authority, of a broker and of those who connect to
 * it. {@link io.espalier.controller.secure.BrokerDirectory} writes and reads them.
 */
@NullMarked
package io.espalier.controller.secure;

import org.jspecify.annotations.NullMarked;
