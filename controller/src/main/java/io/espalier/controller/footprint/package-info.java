/**
 * What a node takes of the machine that it runs on. {@link
 * io.espalier.controller.footprint.NodeFootprint} measures it on a real node process.
 */
@NullMarked
package io.espalier.controller.footprint;

import org.jspecify.annotations.NullMarked;
