/**
 * Which of several controllers drives. {@link io.espalier.controller.lead.Leadership} keeps at it;
 * what only one may do asks it first.
 */
@NullMarked
package io.espalier.controller.lead;

import org.jspecify.annotations.NullMarked;
