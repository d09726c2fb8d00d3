/**
 * Matrices of floats and their products, by OpenBLAS. Each product runs on the calling thread, so
 * that results do not depend on how many cores there are; callers spread work themselves.
 */
@NullMarked
package io.espalier.compressor.linalg;

import org.jspecify.annotations.NullMarked;
