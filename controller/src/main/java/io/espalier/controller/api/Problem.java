package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong (RFC 9457).
 *
 * @param type {@code about:blank}: the status says it all
 * @param title the status in words
 * @param status of HTTP
 * @param detail one line for people
 */
public record Problem(
    String type, String title, int status, @JsonSetter(nulls = Nulls.SET) @Nullable String detail) {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";
}
