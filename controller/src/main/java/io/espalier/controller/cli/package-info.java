/**
 * The commands, one class each. They parse, call, print, and turn what happened into an {@link
 * io.espalier.controller.cli.ExitCode}.
 */
@NullMarked
package io.espalier.controller.cli;

import org.jspecify.annotations.NullMarked;
