package io.espalier.controller.fuzz;

import io.espalier.controller.openapi.ExampleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests with something wrong somewhere, the same ones for the same seed. */
final class WildRequests {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW");
  private static final List<String> SEGMENTS =
      List.of(
          "..",
          "%2e%2e",
          "%2F..%2F..%2Fetc%2Fpasswd",
          "%00",
          "%",
          "%zz",
          "%ff%fe",
          "a%2Fb",
          "a%20b",
          "%27%3B%20DROP%20TABLE%20nodes%3B--",
          "%7B%7B7*7%7D%7D",
          "%F0%9F%8C%B2",
          "x".repeat(300),
          "0".repeat(64),
          "9".repeat(40),
          "-1",
          "");
  private static final List<String> VALUES =
      List.of(
          "",
          "-1",
          "0",
          "10001",
          "1e9",
          "99999999999999999999999",
          "NaN",
          "%00",
          "%",
          "%C3%28",
          "a%0D%0ASet-Cookie:%20a=b",
          "%27%20OR%20%271%27=%271",
          "2026-13-45T99:99:99Z",
          "%2B1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "all,all,all",
          "group=",
          "=",
          "x".repeat(2_000),
          "true&true",
          "bm93aGVyZQ",
          "%F0%9F%8C%B2");
  private static final List<String> HEADERS =
      List.of(
          "If-Match",
          "Last-Event-ID",
          "Idempotency-Key",
          "Content-Type",
          "Accept",
          "Accept-Encoding",
          "Cookie",
          "Origin",
          "X-Forwarded-For",
          "Range",
          "Expect",
          "If-None-Match");
  private static final List<String> HEADER_VALUES =
      List.of(
          "",
          "*",
          "\"",
          "\"a\", \"b\",",
          "-1",
          "00000000-1",
          "9".repeat(30),
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/octet-stream",
          "text/plain; charset=none",
          "gzip, deflate;q=0.5, br",
          "espalier-session=x; espalier-session=y; =; a",
          "http://evil.example",
          "null",
          "bytes=0-5,99999-",
          "100-continue",
          "\u00e9\u00ff",
          "x".repeat(7_000));

  private final Random random;
  private final Mutations mutations;

  WildRequests(long seed) {
    random = new Random(seed);
    mutations = new Mutations(seed);
  }

  /** One made of a good one. */
  RawRequest of(ExampleRequest good, String base, String token) {
    String method = random.nextInt(12) == 0 ? any(METHODS) : good.method();
    String path = random.nextInt(3) == 0 ? wildPath(good.path()) : good.path();
    List<String> headers = new ArrayList<>();
    if (random.nextInt(10) > 0) {
      headers.add("Authorization: Bearer " + token);
    } else {
      headers.add("Authorization: " + any(List.of("Bearer", "Bearer x", "Basic e", token, "")));
    }
    if (good.type() != null && random.nextInt(5) > 0) {
      headers.add("Content-Type: " + good.type());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.add(any(HEADERS) + ": " + any(HEADER_VALUES));
    }
    return new RawRequest(method, base + path + query(good), headers, body(good));
  }

  private String query(ExampleRequest good) {
    StringBuilder query = new StringBuilder("?");
    good.query()
        .forEach(
            (name, value) -> {
              if (random.nextInt(4) > 0) {
                String said = random.nextInt(2) == 0 ? any(VALUES) : ExampleRequest.encoded(value);
                query.append(name).append('=').append(said).append('&');
              }
            });
    if (random.nextInt(4) == 0) {
      query
          .append(any(List.of("limit", "after", "who", "types", "since", "points")))
          .append('=')
          .append(any(VALUES));
    }
    return query.toString();
  }

  private byte[] body(ExampleRequest good) {
    byte[] body = good.body().getBytes();
    if (body.length == 0) {
      return random.nextInt(5) == 0 ? mutations.rubbish() : body;
    }
    return switch (random.nextInt(6)) {
      case 0 -> new byte[0];
      case 1 -> mutations.rubbish();
      case 2 -> body;
      default -> mutations.mutated(body);
    };
  }

  private String wildPath(String path) {
    String[] segments = path.split("/", -1);
    segments[1 + random.nextInt(segments.length - 1)] = any(SEGMENTS);
    String wild = String.join("/", segments);
    return random.nextInt(5) == 0 ? wild + "/" + any(SEGMENTS) : wild;
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
