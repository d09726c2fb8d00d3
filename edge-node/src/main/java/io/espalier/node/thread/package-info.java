/** Threads that are there only while they have something to do. */
@NullMarked
package io.espalier.node.thread;

import org.jspecify.annotations.NullMarked;
