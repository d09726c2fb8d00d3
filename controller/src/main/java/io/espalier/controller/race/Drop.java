package io.espalier.controller.race;

/**
 * A variant that is out.
 *
 * @param variant which variant
 * @param reason one line: what it lost by, and how likely that is by chance
 */
public record Drop(String variant, String reason) {}
