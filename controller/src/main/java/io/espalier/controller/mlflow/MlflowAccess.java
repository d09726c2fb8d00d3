package io.espalier.controller.mlflow;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a tracking server is, and who writes there.
 *
 * @param address http or https, perhaps with a path
 * @param user with {@code password}; absent for none
 * @param password of the user
 * @param token in place of both; absent for none
 */
public record MlflowAccess(
    URI address, @Nullable String user, @Nullable String password, @Nullable String token) {
  /**
   * @throws IllegalArgumentException if the address is not one of HTTP
   */
  public MlflowAccess {
    boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!isHttp || address.getHost() == null || address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "expected the address of a tracking server such as http://127.0.0.1:5000, found '%s'"
              .formatted(withoutUser(address)));
    }
  }

  /** What somebody typed may have a password in it, which belongs in no message. */
  private static String withoutUser(URI address) {
    return address.toString().replaceAll("//[^/]*@", "//…@");
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
