package io.espalier.controller.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** A request byte by byte, for no client of good manners would send it. */
final class RawRequest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int ENOUGH = 1 << 20;
  private static final String END_OF_HEADERS = "\r\n\r\n";

  private final StringBuilder head;
  private final byte[] body;

  RawRequest(String method, String target, List<String> headers, byte[] body) {
    this.head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    this.body = body.clone();
  }

  /**
   * What came back.
   *
   * @param status 0 if the server hung up without a word
   * @param head everything before the body
   * @param body of it, or of a stream nothing
   */
  record Answer(int status, String head, String body) {
    boolean says(String header) {
      return head.toLowerCase(java.util.Locale.ROOT).contains(header);
    }
  }

  /** Sends it and takes what comes back. */
  Answer send(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
        socket.getOutputStream().write(body);
      } catch (IOException e) {
        // Refused before all of it was sent; the answer may still be there.
      }
      return answer(socket.getInputStream());
    }
  }

  private static Answer answer(InputStream in) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      byte[] buffer = new byte[8_192];
      for (int n = in.read(buffer); n >= 0 && all.size() < ENOUGH; n = in.read(buffer)) {
        all.write(buffer, 0, n);
        String soFar = all.toString(ISO_8859_1);
        if (soFar.contains("text/event-stream") && soFar.contains(END_OF_HEADERS)) {
          break;
        }
      }
    } catch (IOException e) {
      if (e instanceof java.net.SocketTimeoutException) {
        throw new IllegalStateException("no answer in " + PATIENCE_MILLIS + " ms", e);
      }
      // Hung up; what came before counts.
    }
    String text = all.toString(ISO_8859_1);
    int end = text.indexOf(END_OF_HEADERS);
    if (end < 0) {
      return new Answer(0, text, "");
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        text.substring(0, end),
        text.substring(end + END_OF_HEADERS.length()));
  }

  @Override
  public String toString() {
    String text = head.toString().strip().replace("\r\n", " | ");
    return text.length() < 400 ? text : text.substring(0, 400) + "…";
  }
}
