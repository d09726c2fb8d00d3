package io.espalier.controller.api;

import io.espalier.shared.artifact.Digest;

/**
 * What a trial measured, kept as artifacts that a rollout may name.
 *
 * @param model the compressed network
 * @param head turns its output into a class
 */
public record DeployableView(Digest model, Digest head) {}
