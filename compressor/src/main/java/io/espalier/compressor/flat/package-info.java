/**
 * FlatBuffers of any schema as trees of tables that are read, changed and written back whole.
 * {@link io.espalier.compressor.flat.FlatCodec} is the place to start.
 */
@NullMarked
package io.espalier.compressor.flat;

import org.jspecify.annotations.NullMarked;
