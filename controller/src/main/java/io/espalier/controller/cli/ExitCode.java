package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.compressor.data.DataException;
import io.espalier.compressor.tflite.TfLiteException;
import io.espalier.controller.broker.PortInUseException;
import io.espalier.controller.client.ApiException;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.link.BrokerUnreachableException;
import io.espalier.controller.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** What the program's exit code says. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** Failed. */
  FAILED(1),
  /** The command, the spec or the data was wrong; nothing was done. */
  USAGE(2),
  /** What was asked for is not there. */
  NOT_FOUND(3),
  /**
   * It cannot be done as asked: a model that cannot be handled, a target out of reach, something in
   * the way that must not be overwritten, no token, or one whose role is not enough.
   */
  REFUSED(4),
  /** It took longer than was allowed; it may still come to its end. */
  TIMED_OUT(5),
  /** A gate halted the rollout. */
  GATE_HALTED(6),
  /** Some trials failed, others have results; or some nodes were reached and others were not. */
  PARTLY_DONE(7),
  /** Interrupted; what was finished is kept. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the shell sees. */
  public int code() {
    return code;
  }

  /** Says in one line what went wrong, and gives the code for it. */
  public static int report(Throwable failure, PrintWriter err) {
    Throwable cause = rootOf(failure);
    ExitCode code = of(cause);
    boolean expected = code != FAILED || isExpected(cause);
    if (!expected) {
      LoggerFactory.getLogger(ExitCode.class).error("unexpected", failure);
    }
    err.println("espalier: " + (expected ? line(cause) : firstLine(cause.toString())));
    err.flush();
    return code.code();
  }

  private static ExitCode of(Throwable failure) {
    if (failure instanceof SpecException || failure instanceof DataException) {
      return USAGE;
    }
    if (failure instanceof NotFoundException) {
      return NOT_FOUND;
    }
    if (failure instanceof RefusedException || failure instanceof TfLiteException) {
      return REFUSED;
    }
    if (failure instanceof ApiException api) {
      return of(api.status());
    }
    if (failure instanceof TimeoutException) {
      return TIMED_OUT;
    }
    return failure instanceof InterruptedException ? INTERRUPTED : FAILED;
  }

  /** What an HTTP status is on the command line. */
  private static ExitCode of(int status) {
    return switch (status) {
      case 400, 413, 415 -> USAGE;
      case 404 -> NOT_FOUND;
      case 401, 403, 409, 412, 422 -> REFUSED;
      default -> FAILED;
    };
  }

  private static boolean isExpected(Throwable failure) {
    return failure instanceof BrokerUnreachableException
        || failure instanceof PortInUseException
        || failure instanceof ApiException
        || failure instanceof StoreException
        || failure instanceof IOException;
  }

  private static String line(Throwable failure) {
    if (failure instanceof InterruptedException && failure.getMessage() == null) {
      return "interrupted";
    }
    if (failure instanceof java.nio.file.FileSystemException file) {
      return file.getFile() + ": " + file.getClass().getSimpleName() + reason(file);
    }
    return firstLine(String.valueOf(failure.getMessage()));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("failed");
  }

  private static String reason(java.nio.file.FileSystemException file) {
    return file.getReason() == null ? "" : ": " + file.getReason();
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
