/**
 * Fleets on their own under faults: a real broker, a real controller, real node processes. Each
 * scenario ends with {@link io.espalier.systemtests.fleet.Invariants}.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.systemtests.fleet;
