package io.espalier.controller.api;

/**
 * How telemetry fares.
 *
 * @param recordsStored in the store
 * @param dropped records that nodes had to drop, or that cannot be had any more
 * @param duplicates that came again since the controller started
 * @param refused messages since the controller started that were no telemetry of their node
 * @param acks sent since the controller started
 * @param publishedBytes of artifacts handed to the broker since the controller started
 */
public record TelemetryCounts(
    long recordsStored,
    long dropped,
    long duplicates,
    long refused,
    long acks,
    long publishedBytes) {}
