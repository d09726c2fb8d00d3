/** How the log is written. {@link io.espalier.controller.logs.Logs} sets it. */
@NullMarked
package io.espalier.controller.logs;

import org.jspecify.annotations.NullMarked;
