package io.espalier.simulator.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A few event loops for any number of sessions at one broker. */
public final class MqttLoops implements AutoCloseable {
  private static final int DEFAULT_PORT = 1883;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int CLOSING_SECONDS = 10;

  /** A chunk and its topic, and room for the manifest of a large artifact. */
  private static final int LARGEST_PACKET = 1 << 20;

  private final EventLoopGroup loops;
  private final Bootstrap bootstrap;
  private final ConnectMeter connects = new ConnectMeter();

  /**
   * Loops without sessions.
   *
   * @param broker {@code mqtt://host[:port]}
   * @param threads at least 1
   */
  public MqttLoops(URI broker, int threads) {
    this.loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
    this.bootstrap =
        new Bootstrap()
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .remoteAddress(
                broker.getHost(), broker.getPort() < 0 ? DEFAULT_PORT : broker.getPort());
  }

  /**
   * A session that does nothing until it is started.
   *
   * @param jitter of its waits
   */
  public MqttSession session(SessionConfig config, RandomGenerator jitter) {
    return new MqttSession(this, loops.next(), config, jitter);
  }

  /** Counts the connections of all sessions. */
  public ConnectMeter connects() {
    return connects;
  }

  /** Ends the loops, and with them all connections. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  void open(EventLoop loop, Connection connection) {
    bootstrap
        .clone(loop)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new MqttDecoder(LARGEST_PACKET), MqttEncoder.INSTANCE, connection);
              }
            })
        .connect()
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                connection.lost();
              }
            });
  }
}
