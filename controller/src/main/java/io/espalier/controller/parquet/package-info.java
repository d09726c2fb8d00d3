/**
 * Rows of results as a Parquet file: {@link io.espalier.controller.parquet.ParquetTable} is the
 * front door. Pure.
 */
@NullMarked
package io.espalier.controller.parquet;

import org.jspecify.annotations.NullMarked;
