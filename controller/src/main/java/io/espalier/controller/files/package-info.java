/**
 * Files that are there as a whole or not at all. {@link io.espalier.controller.files.WholeFile}
 * writes them.
 */
@NullMarked
package io.espalier.controller.files;

import org.jspecify.annotations.NullMarked;
