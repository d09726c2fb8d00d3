package io.espalier.controller.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this process, which goes to standard error. */
public final class Logs {
  private static final String APPENDER = "stderr";
  private static final String OURS = "io.espalier";

  private Logs() {}

  /** Writes it like that from now on. */
  public static void set(LogFormat format, LogLevel level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(OURS).setLevel(Level.valueOf(level.name()));
    if (format == LogFormat.json
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
            instanceof OutputStreamAppender<ILoggingEvent> appender) {
      LogstashEncoder encoder = encoder();
      encoder.setContext(context);
      encoder.start();
      appender.setEncoder(encoder);
    }
  }

  /**
   * Lines of JSON: time, level, logger, thread, message, keys, and a stack trace if there is one.
   */
  static LogstashEncoder encoder() {
    LogstashFieldNames names = new LogstashFieldNames();
    names.setTimestamp("time");
    names.setLogger("logger");
    names.setThread("thread");
    names.setStackTrace("stackTrace");
    names.setLevelValue("[ignore]");
    names.setVersion("[ignore]");
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setFieldNames(names);
    encoder.setTimeZone("UTC");
    encoder.addProvider(new MessageKeys());
    return encoder;
  }
}
