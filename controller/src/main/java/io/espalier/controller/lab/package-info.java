/**
 * Where experiments are run: one at a time, the others wait in line, and all of them outlive the
 * process. {@link io.espalier.controller.lab.Laboratory} runs them, {@link
 * io.espalier.controller.lab.ExperimentArchive} knows what came of them.
 */
@NullMarked
package io.espalier.controller.lab;

import org.jspecify.annotations.NullMarked;
