package io.espalier.controller.store;

/**
 * Connections to the database at this moment.
 *
 * @param used by somebody
 * @param idle by nobody
 * @param waiting threads that wait for one
 * @param most that there may be
 */
public record PoolCounts(int used, int idle, int waiting, int most) {}
