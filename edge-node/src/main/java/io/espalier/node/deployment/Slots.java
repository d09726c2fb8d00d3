package io.espalier.node.deployment;

import io.espalier.node.deployment.Journal.GivenUp;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models of a node, how far each is to be trusted, and which never again. */
final class Slots {
  private static final int MOST_GIVEN_UP = 16;

  private @Nullable DesiredState serving;

  /** The last that has shown that it works. */
  private @Nullable DesiredState proven;

  private @Nullable DesiredState spare;
  private List<GivenUp> givenUp = List.of();

  /** See {@link Journal#lives}; 0 once the model that counts has shown that it works. */
  private int lives;

  private int crashes;

  @Nullable DesiredState serving() {
    return serving;
  }

  @Nullable DesiredState proven() {
    return proven;
  }

  @Nullable DesiredState spare() {
    return spare;
  }

  int lives() {
    return lives;
  }

  /** Of the process, while the model that counts had yet to show that it works. */
  int crashes() {
    return crashes;
  }

  /** Whether the model that serves is of that deployment. */
  boolean serves(@Nullable DeploymentId deployment) {
    return serving != null && serving.deployment().equals(deployment);
  }

  /** Whether the model that serves is the one that has shown that it works. */
  boolean provenServes() {
    return proven != null && serves(proven.deployment());
  }

  /** All models there are, and that one, each once. */
  List<DesiredState> with(@Nullable DesiredState target) {
    return Stream.of(serving, proven, spare, target).filter(Objects::nonNull).distinct().toList();
  }

  /** Takes over what was found at a start; nothing serves yet. */
  void restore(Journal found) {
    proven = found.serving();
    spare = found.spare();
    givenUp = found.givenUp();
    lives = found.lives();
    crashes = found.lives();
  }

  /**
   * What is to be found at the next start.
   *
   * @param tried what is being tried; absent when nothing is
   */
  Journal journal(@Nullable DeploymentId asked, @Nullable DesiredState tried) {
    DesiredState newcomer = tried == null && !provenServes() ? serving : tried;
    return new Journal(
        Journal.SCHEMA, asked, proven, newcomer == null ? spare : null, newcomer, lives, givenUp);
  }

  /** The process died with what counts: the one before takes its place. */
  void bury(boolean whileTrying) {
    if (!whileTrying) {
      proven = spare;
      spare = null;
    }
    lives = 0;
    crashes = 0;
  }

  /** Another is tried: of it lives are counted from now on, and it takes the spare's place. */
  void beginTry() {
    // The first model of all serves on, though it has not shown yet that it works.
    serving = proven == null ? serving : proven;
    spare = null;
    crashes = 0;
    lives = 1;
  }

  /** The one that was being tried when the process died is tried once more. */
  void resumeTry() {
    serving = proven;
    lives++;
  }

  /** Nothing is tried any more. */
  void endTry() {
    lives = serving == null || provenServes() ? 0 : 1;
    crashes = 0;
  }

  /** What was tried serves from now on. */
  void promote(DesiredState tried) {
    serving = tried;
  }

  /** What serves has shown that it works. */
  void settle() {
    lives = 0;
    if (!provenServes()) {
      spare = proven;
      proven = serving;
    }
  }

  /** What served does so no longer; the best that is left takes its place in {@link #back}. */
  void removeServing() {
    if (provenServes()) {
      proven = spare;
      spare = null;
    }
    crashes = 0;
  }

  /**
   * Lets the proven one serve, if there is one.
   *
   * @param counted whether lives are of that one, and not of one that is being tried
   */
  void back(boolean counted) {
    serving = proven;
    if (counted) {
      lives = proven == null ? 0 : crashes + 1;
    }
  }

  /** This life does not count: its end was asked for. */
  void forgiveLife() {
    lives--;
  }

  /** Never again. */
  void giveUp(DeploymentId deployment, Phase phase, String why) {
    List<GivenUp> all = new ArrayList<>(givenUp);
    all.add(new GivenUp(deployment, phase, why));
    givenUp = List.copyOf(all.subList(Math.max(0, all.size() - MOST_GIVEN_UP), all.size()));
  }

  /** How that deployment ended; null if it did not. */
  @Nullable GivenUp end(@Nullable DeploymentId deployment) {
    return givenUp.stream()
        .filter(over -> over.deployment().equals(deployment))
        .findFirst()
        .orElse(null);
  }
}
