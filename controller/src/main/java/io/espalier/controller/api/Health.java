package io.espalier.controller.api;

/**
 * How the controller is.
 *
 * @param status {@code ok}
 */
public record Health(String status) {}
