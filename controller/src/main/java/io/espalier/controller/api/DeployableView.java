package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a trial measured, kept as artifacts that a rollout may name.
 *
 * @param model the compressed network
 * @param head turns its output into a class; absent if it tells that itself
 */
public record DeployableView(Digest model, @JsonSetter(nulls = Nulls.SET) @Nullable Digest head) {}
