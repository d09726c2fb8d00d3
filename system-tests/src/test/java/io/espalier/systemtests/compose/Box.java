package io.espalier.systemtests.compose;

import io.espalier.systemtests.fixture.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service that runs, or ran. */
final class Box implements AutoCloseable {
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final long STOP_SECONDS = 10;

  private final Recipe recipe;
  private final Process process;
  private final Path log;

  private Box(Recipe recipe, Process process, Path log) {
    this.recipe = recipe;
    this.process = process;
    this.log = log;
  }

  /**
   * How an image is run.
   *
   * @param files of the image, not on the disk of this machine's system
   * @param user {@code uid:gid}
   * @param environment of whatever runs there
   * @param command and its arguments
   */
  record Recipe(Path files, String user, Map<String, String> environment, List<String> command) {
    /** What {@code env} makes of it. */
    List<String> with(List<String> command) {
      List<String> all = new ArrayList<>(List.of("/usr/bin/env", "-i", PATH, "HOME=/"));
      environment.forEach((name, value) -> all.add(name + "=" + value));
      all.addAll(command);
      return all;
    }
  }

  /**
   * Starts one.
   *
   * @param enter command that goes where the bridge and the files of images are
   * @param start what {@code system-tests/compose/box} is told before the command
   */
  static Box start(List<String> enter, List<String> start, Recipe recipe, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(enter);
    command.addAll(List.of("unshare", "--mount", "--net", "--propagation", "private"));
    command.addAll(start);
    command.add("--");
    command.addAll(recipe.with(recipe.command()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Box(recipe, process, log);
  }

  /** A command that runs another inside, as {@code docker compose exec} does. */
  List<String> inside(List<String> command) {
    String[] user = recipe.user().split(":", -1);
    // Every step of the way replaced the one before it, so the process is the program itself.
    List<String> all = new ArrayList<>(List.of("nsenter", "--target"));
    all.addAll(List.of(Long.toString(process.pid()), "--mount", "--net", "--root", "--wd"));
    all.addAll(List.of("--setuid", user[0], "--setgid", user[1]));
    all.addAll(recipe.with(command));
    return all;
  }

  /** What is wrong if that command does not succeed inside; empty if it does. */
  String complaint(List<String> command) throws InterruptedException {
    try {
      Command.run(inside(command));
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Waits for its end and gives the exit code. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  String log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
