package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WavePlanTest {
  @Test
  void everyWave_takesItsShareOfEveryClass() {
    List<List<Member>> plan = plan(fleet(600, 300, 100), "5%", "25%");

    assertThat(counts(plan.get(0))).containsExactly(30, 15, 5);
    assertThat(counts(plan.get(1))).containsExactly(120, 60, 20);
    assertThat(counts(plan.get(2))).containsExactly(450, 225, 75);
  }

  @Test
  void canary_hasThreeOfARareClassWhereThereIsRoom() {
    assertThat(counts(plan(fleet(950, 45, 5), "2%").get(0))).containsExactly(14, 3, 3);
  }

  @Test
  void canary_hasOneOfEachClassBeforeTwoOfAny() {
    assertThat(counts(plan(fleet(20, 5, 5), "3").get(0))).containsExactly(1, 1, 1);
  }

  @Test
  void canary_takesThoseThatAreThere() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      members.add(Rollouts.member("n" + i, "pi-4", i % 4 == 0));
    }

    assertThat(plan(members, "25%").get(0)).hasSize(5).allMatch(Member::online);
  }

  @Test
  void group_takesThoseWithTheLabel() {
    List<List<Member>> plan = plan(fleet(5, 3, 0), "group=B");

    assertThat(counts(plan.get(0))).containsExactly(0, 3, 0);
    assertThat(counts(plan.get(1))).containsExactly(5, 0, 0);
  }

  @Test
  void anotherRollout_hasOtherCanaries() {
    List<Member> members = fleet(100, 0, 0);
    Set<List<Member>> canaries = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      canaries.add(WavePlan.of(List.of(Wave.parse("5%")), members, "rollout-" + i).get(0));
    }

    assertThat(canaries).hasSize(5);
  }

  @RepeatedTest(100)
  void plan_takesEveryNodeOnceAndNeverMoreThanIsAllowed_seeded(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Member> members = fleet(1 + random.nextInt(40), random.nextInt(9), random.nextInt(4));
    int canaries = 1 + random.nextInt(6);

    List<List<Member>> plan = plan(members, Integer.toString(canaries), "30%");

    assertThat(plan.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(members);
    assertThat(plan.get(0)).hasSize(Math.min(canaries, members.size()));
  }

  private static List<List<Member>> plan(List<Member> members, String... waves) {
    return WavePlan.of(java.util.Arrays.stream(waves).map(Wave::parse).toList(), members, "salt");
  }

  private static List<Member> fleet(int a, int b, int c) {
    List<Member> members = new ArrayList<>();
    int[] sizes = {a, b, c};
    for (int kind = 0; kind < sizes.length; kind++) {
      for (int i = 0; i < sizes[kind]; i++) {
        String hardware = String.valueOf((char) ('A' + kind));
        members.add(Rollouts.member(hardware + i, hardware, true));
      }
    }
    return members;
  }

  private static List<Integer> counts(List<Member> wave) {
    return List.of("A", "B", "C").stream()
        .map(kind -> (int) wave.stream().filter(m -> m.hardware().equals(kind)).count())
        .toList();
  }
}
