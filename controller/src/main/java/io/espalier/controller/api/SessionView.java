package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name of the token; absent for programs of this machine where there are none
 * @param role what they may do
 * @param until when a session that has just begun ends; absent otherwise
 */
public record SessionView(
    @JsonSetter(nulls = Nulls.SET) @Nullable String name,
    Role role,
    @JsonSetter(nulls = Nulls.SET) @Nullable Instant until) {}
