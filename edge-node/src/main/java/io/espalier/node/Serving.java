package io.espalier.node;

import io.espalier.node.link.NodeLink;
import io.espalier.node.serve.InferenceServer;
import io.espalier.node.serve.InferenceThreads;
import io.espalier.node.serve.LiveModel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The model that serves, and the ways to ask it. */
record Serving(LiveModel live, InferenceThreads threads, @Nullable InferenceServer server)
    implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Serving.class.getName());

  /**
   * Starts to listen.
   *
   * @param listen for HTTP; absent if only the broker brings requests
   * @throws IOException with one line for people, if it cannot be listened on
   */
  static Serving start(@Nullable InetSocketAddress listen, NodeLink link) throws IOException {
    LiveModel live = new LiveModel();
    InferenceThreads threads = new InferenceThreads(live);
    link.onInference(threads::submit, live::mostRequestBytes);
    InferenceServer server = listen == null ? null : InferenceServer.start(listen, threads);
    if (server != null) {
      LOG.log(System.Logger.Level.INFO, "listening on http:/" + server.address());
    }
    return new Serving(live, threads, server);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    threads.close();
    live.close();
  }
}
