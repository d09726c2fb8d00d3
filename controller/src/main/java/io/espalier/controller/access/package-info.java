/**
 * Who may do what with a controller. {@link io.espalier.controller.access.Tokens} knows those who
 * were given a token, and {@link io.espalier.controller.access.Role} says what each may do.
 */
@NullMarked
package io.espalier.controller.access;

import org.jspecify.annotations.NullMarked;
