/**
 * What repetitions say and how sure it is: {@link io.espalier.controller.statistics.Sample} is the
 * front door. Pure.
 */
@NullMarked
package io.espalier.controller.statistics;

import org.jspecify.annotations.NullMarked;
