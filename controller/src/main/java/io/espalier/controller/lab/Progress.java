package io.espalier.controller.lab;

/**
 * What an experiment is at.
 *
 * @param stage for instance {@code seed 0 train}
 * @param fraction how much of it is done, in [0, 1]
 * @param detail what is worth knowing just now, may be empty
 */
public record Progress(String stage, double fraction, String detail) {}
