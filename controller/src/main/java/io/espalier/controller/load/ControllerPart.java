package io.espalier.controller.load;

/** What is measured of a controller. */
public enum ControllerPart {
  /** Telemetry as fast as it is stored. */
  ingest,
  /** From a record's sending to its being found. */
  query,
  /** Events to many viewers. */
  events,
  /** The interface under many requests at once. */
  api,
  /** Memory with many nodes and much telemetry. */
  memory
}
