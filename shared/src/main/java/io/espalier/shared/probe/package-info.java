/**
 * Samples that nodes test their models with. {@link io.espalier.shared.probe.ProbeSet} is the
 * artifact.
 */
@NullMarked
package io.espalier.shared.probe;

import org.jspecify.annotations.NullMarked;
