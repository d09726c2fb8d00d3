/** Programs that run beside this one: started, listened to, measured and ended. */
@NullMarked
package io.espalier.controller.process;

import org.jspecify.annotations.NullMarked;
