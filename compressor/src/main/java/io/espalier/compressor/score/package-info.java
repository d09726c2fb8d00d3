/**
 * Says how much each link of a network is worth, by one of several methods. {@link
 * io.espalier.compressor.score.LinkScorer} is what they have in common, {@link
 * io.espalier.compressor.score.Method} names them.
 */
@NullMarked
package io.espalier.compressor.score;

import org.jspecify.annotations.NullMarked;
