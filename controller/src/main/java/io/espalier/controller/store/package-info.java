/**
 * What outlives a controller's process, in one embedded database: a change that was made is there
 * after the process was killed. {@link io.espalier.controller.store.Store} opens it; its parts
 * block, so they are called on worker threads only.
 */
@NullMarked
package io.espalier.controller.store;

import org.jspecify.annotations.NullMarked;
