package io.espalier.controller.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One who follows events over a connection of its own, and notes when it heard of which node. */
final class EventViewer {
  private final Socket socket;
  private final Thread reading;
  private final AckTimes times = new AckTimes();
  private volatile int seen;

  /**
   * Follows from now on: the answer has begun when this returns.
   *
   * @param marker what stands before the rest of a node's id in an event
   * @param sent when each node was sent, by its id
   */
  EventViewer(URI address, String marker, Map<String, Long> sent) throws IOException {
    socket = new Socket(address.getHost(), address.getPort());
    String path = address.getRawPath() + "?" + address.getRawQuery();
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n"
                .formatted(path, address.getAuthority())
                .getBytes(StandardCharsets.US_ASCII));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String status = lines.readLine();
    if (status == null || !status.contains(" 200 ")) {
      throw new IOException("events: expected 200, found " + status);
    }
    reading = new Thread(() -> read(lines, marker, sent), "viewer");
    reading.setDaemon(true);
    reading.start();
  }

  /** Of how many nodes it has heard. */
  int seen() {
    return seen;
  }

  /** Ends it; when it heard of what. */
  AckTimes close() throws IOException, InterruptedException {
    socket.close();
    reading.join();
    return times;
  }

  private void read(BufferedReader lines, String marker, Map<String, Long> sent) {
    Set<String> heard = new HashSet<>();
    String prefix = marker.substring(marker.lastIndexOf('"') + 1);
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int at = line.indexOf(marker);
        if (at < 0) {
          continue;
        }
        int from = at + marker.length();
        String node = prefix + line.substring(from, line.indexOf('"', from));
        Long when = sent.get(node);
        if (when != null && heard.add(node)) {
          times.add(when, System.nanoTime());
          seen = heard.size();
        }
      }
    } catch (IOException e) {
      // Closed: that is how it ends.
    }
  }
}
