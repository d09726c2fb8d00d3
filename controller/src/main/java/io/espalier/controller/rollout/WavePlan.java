package io.espalier.controller.rollout;

import io.espalier.shared.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who is in which wave. Every wave takes its share of every hardware class, and nodes that are
 * online first; who is a canary changes from one rollout to the next.
 */
final class WavePlan {
  /** Of each class in the canary, where it has room: what three of three say is no accident. */
  private static final int WANTED_OF_EACH_CLASS = 3;

  private final Map<String, List<Member>> waiting = new TreeMap<>();
  private final Map<String, Integer> sizes = new TreeMap<>();
  private final Map<String, Integer> taken = new TreeMap<>();
  private final int total;

  private WavePlan(List<Member> ordered) {
    total = ordered.size();
    for (Member member : ordered) {
      waiting.computeIfAbsent(member.hardware(), hardware -> new ArrayList<>()).add(member);
      sizes.merge(member.hardware(), 1, Integer::sum);
      taken.put(member.hardware(), 0);
    }
  }

  /**
   * The members wave by wave, in the order in which they are to be asked.
   *
   * @param salt decides who is a canary
   */
  static List<List<Member>> of(List<Wave> waves, List<Member> members, String salt) {
    List<Member> ordered =
        members.stream()
            .sorted(
                Comparator.comparing(Member::online)
                    .reversed()
                    .thenComparing(member -> lot(salt, member)))
            .toList();
    WavePlan plan = new WavePlan(ordered);
    List<List<Member>> result = new ArrayList<>();
    for (Wave wave : waves) {
      result.add(plan.take(wave));
    }
    result.add(plan.take(new Wave.Share(1)));
    result.removeIf(List::isEmpty);
    return result;
  }

  private List<Member> take(Wave wave) {
    if (wave instanceof Wave.Group group) {
      return waiting.keySet().stream()
          .flatMap(hardware -> takeAll(hardware, group).stream())
          .toList();
    }
    int upTo =
        wave instanceof Wave.Share share
            ? Math.max(1, (int) (share.share() * total + 1e-9))
            : Math.min(total, ((Wave.Count) wave).nodes());
    List<Member> some = new ArrayList<>();
    quotas(upTo)
        .forEach(
            (hardware, quota) -> {
              List<Member> left = of(hardware);
              List<Member> next = left.subList(0, quota - taken.getOrDefault(hardware, 0));
              some.addAll(next);
              next.clear();
              taken.put(hardware, quota);
            });
    return some;
  }

  private List<Member> takeAll(String hardware, Wave.Group group) {
    List<Member> some = of(hardware).stream().filter(member -> group.has(member.labels())).toList();
    Set<Member> gone = new HashSet<>(some);
    of(hardware).removeIf(gone::contains);
    taken.merge(hardware, some.size(), Integer::sum);
    return some;
  }

  /** How many of each class there shall be in all waves so far, at least as many as there are. */
  private Map<String, Integer> quotas(int upTo) {
    Map<String, Integer> quotas = new TreeMap<>(taken);
    int floor = floor(upTo);
    quotas.replaceAll((hardware, have) -> Math.max(have, Math.min(floor, size(hardware))));
    int left = upTo - quotas.values().stream().mapToInt(Integer::intValue).sum();
    for (; left > 0; left--) {
      String neediest = "";
      double most = Double.NEGATIVE_INFINITY;
      for (Map.Entry<String, Integer> quota : quotas.entrySet()) {
        double lacks = (double) upTo * size(quota.getKey()) / total - quota.getValue();
        if (quota.getValue() < size(quota.getKey()) && lacks > most) {
          most = lacks;
          neediest = quota.getKey();
        }
      }
      quotas.merge(neediest, 1, Integer::sum);
    }
    return quotas;
  }

  private int floor(int upTo) {
    int floor = WANTED_OF_EACH_CLASS;
    while (floor > 0 && leastWith(floor) > upTo) {
      floor--;
    }
    return floor;
  }

  private int leastWith(int floor) {
    return sizes.entrySet().stream()
        .mapToInt(
            size ->
                Math.max(taken.getOrDefault(size.getKey(), 0), Math.min(floor, size.getValue())))
        .sum();
  }

  private int size(String hardware) {
    return sizes.getOrDefault(hardware, 0);
  }

  private List<Member> of(String hardware) {
    return waiting.computeIfAbsent(hardware, none -> new ArrayList<>());
  }

  private static String lot(String salt, Member member) {
    return Digest.of((salt + "/" + member.node()).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
