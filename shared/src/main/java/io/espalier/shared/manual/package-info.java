/**
 * What is written down about commands for other programs: pages for {@code man}, completions for
 * shells. All of it is read off the commands themselves.
 */
@NullMarked
package io.espalier.shared.manual;

import org.jspecify.annotations.NullMarked;
