package io.espalier.controller.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Against a controller that ends after it has read a request. */
class ApiClientOnceTest {
  record Done(String what) {}

  @Test
  void requestWhoseAnswerIsLost_isSentAgainUnderItsKey() throws Exception {
    try (ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> keys =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return List.of(read(controller, ""), read(controller, "{\"what\":\"begun\"}"));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });

      Done done = client(controller).postOnce("/rollouts", Map.of(), Done.class);

      assertThat(done).isEqualTo(new Done("begun"));
      assertThat(keys.get().get(0)).startsWith("Idempotency-Key: ").isEqualTo(keys.get().get(1));
    }
  }

  @Test
  void requestThatReachedNobody_isNotSentAgain() throws IOException {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    assertThatThrownBy(() -> client(gone).postOnce("/rollouts", Map.of(), Done.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no controller at");
  }

  private static ApiClient client(ServerSocket controller) {
    return new ApiClient("http://127.0.0.1:" + controller.getLocalPort());
  }

  /** Takes a request, answers it unless the answer is empty, and says what its key was. */
  private static String read(ServerSocket controller, String answer) throws IOException {
    try (Socket connection = controller.accept()) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
      String key = "";
      for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
        if (line.startsWith("Idempotency-Key: ")) {
          key = line;
        }
      }
      // Its body, which is {}.
      assertThat(lines.read() + lines.read()).isEqualTo('{' + '}');
      if (!answer.isEmpty()) {
        String head = "HTTP/1.1 201 Created\r\nContent-Length: %d\r\nConnection: close\r\n\r\n";
        connection
            .getOutputStream()
            .write((head.formatted(answer.length()) + answer).getBytes(US_ASCII));
      }
      return key;
    }
  }
}
