package io.espalier.controller.enrol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.enrol.EnrolmentGrant;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.fleet.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that was given out, as its file says.
 *
 * @param node for whom
 * @param until when it is good, or when its answer may be forgotten
 * @param token itself; absent once it was used
 * @param request that used it; absent until then
 * @param grant that answered; absent until then
 */
record IssuedToken(
    NodeId node,
    Instant until,
    @JsonSetter(nulls = Nulls.SET) @Nullable String token,
    @JsonSetter(nulls = Nulls.SET) @Nullable EnrolmentRequest request,
    @JsonSetter(nulls = Nulls.SET) @Nullable EnrolmentGrant grant) {
  /** Says nothing of the token. */
  @Override
  public String toString() {
    return "token of " + node;
  }
}
