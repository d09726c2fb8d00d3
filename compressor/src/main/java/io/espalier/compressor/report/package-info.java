/**
 * What a compression did, layer by layer, as plain records that pages, tables and files are made
 * of. {@link io.espalier.compressor.report.CompressionReport} holds the rest.
 */
@NullMarked
package io.espalier.compressor.report;

import org.jspecify.annotations.NullMarked;
