package io.espalier.controller.secure;

import io.espalier.controller.access.AccessConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;

/** A certificate for a server that calls itself localhost. */
public final class ServerPems {
  private ServerPems() {}

  /** Writes it, its key, and {@code authority.pem} that vouches for it. */
  public static AccessConfig write(Path directory) throws IOException {
    Authority authority = Authority.create("test");
    KeyPair keys = Authority.newKeys();
    Path certificate = directory.resolve("server.pem");
    Path key = directory.resolve("server.key");
    Files.writeString(
        certificate, Pem.of(authority.server(List.of("localhost"), keys.getPublic())));
    Files.writeString(key, Pem.of(keys.getPrivate()));
    Files.writeString(directory.resolve("authority.pem"), authority.pem());
    return new AccessConfig(certificate, key, false, AccessConfig.USUAL_REQUESTS);
  }
}
