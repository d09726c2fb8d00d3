package io.espalier.controller.cli;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.shared.artifact.Digest;
import java.io.IOException;
import java.util.Map;

/**
 * What is sent to a controller, and what it will call it.
 *
 * @param kind model, head or probe
 * @param name for people
 * @param content of the file
 */
@SuppressWarnings("ArrayRecordComponent")
record Upload(String kind, String name, byte[] content) {
  Digest digest() {
    return Digest.of(content);
  }

  void send(ApiClient client) throws IOException, InterruptedException, ApiException {
    client.upload("/artifacts", Map.of("kind", kind, "name", name), content, ArtifactView.class);
  }
}
