/**
 * Rollouts on fleets that do not exist, in a time of their own, with faults planted. {@link
 * io.espalier.controller.rehearsal.Rehearsals} counts how often the gates were right; nothing in
 * here is measured on a machine.
 */
@NullMarked
package io.espalier.controller.rehearsal;

import org.jspecify.annotations.NullMarked;
