/**
 * {@code docker-compose.yml} and the images that it runs: read, held against each other, and run
 * without an engine, each service as a process in a file system of its own.
 */
@NullMarked
package io.espalier.systemtests.compose;

import org.jspecify.annotations.NullMarked;
