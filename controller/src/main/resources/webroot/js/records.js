/** Telemetry as points of charts: records as they come for minutes, roll-ups for longer. */
import { get } from './api.js';

/** What is drawn of each kind of record. */
const READERS = {
  system: (r) => ({
    system_cpu_percent: r.systemCpuPercent, system_memory_bytes: r.memoryUsedBytes,
    memory_bytes: r.rssBytes, temperature_celsius: r.temperatureCelsius, cpu_megahertz: r.board?.cpuMegahertz,
  }),
  inference: (r) => ({ latency_p50_us: r.latency.p50Us, latency_p99_us: r.latency.p99Us }),
  accuracy: (r) => ({ accuracy: r.accuracy }),
};
const MOST = 4000;

/** The points of one node, by metric, of the last so many milliseconds. */
export class NodePoints {
  constructor(node, metrics) {
    this.node = node;
    this.metrics = metrics;
    this.points = new Map(metrics.map((metric) => [metric, []]));
    /** What the node's board said of itself last; undefined until it did. */
    this.board = undefined;
    this.meanwhile = null;
  }

  of(metric) {
    return this.points.get(metric);
  }

  /** Reads records since then, and keeps those that come meanwhile. */
  async readRecords(from, signal) {
    const query = `node=${encodeURIComponent(this.node)}&from=${new Date(from).toISOString()}&limit=${MOST}`;
    const meanwhile = this.meanwhile = [];
    let answers = [];
    try {
      answers = await Promise.all(Object.keys(READERS).map((kind) => get(`/telemetry?kind=${kind}&${query}`, { signal })));
      for (const metric of this.metrics) this.points.set(metric, []);
    } finally {
      if (this.meanwhile === meanwhile) this.meanwhile = null;
      const read = answers.flatMap((answer) => answer.records);
      const known = new Set(read.map(identity));
      for (const one of [...read, ...meanwhile.filter((one) => !known.has(identity(one)))]) this.add(one);
    }
  }

  /** Reads roll-ups between two moments. */
  async readSeries(from, to, signal) {
    const when = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&points=240`;
    await Promise.all(this.metrics.map(async (metric) => {
      const answer = await get(`/telemetry/series?node=${encodeURIComponent(this.node)}&metric=${metric}&${when}`, { signal })
        .catch((failure) => {
          if (failure.status === 404) return { points: [] };
          throw failure;
        });
      this.points.set(metric, answer.points);
    }));
  }

  /** Takes a record that was stored just now; false if nothing of it is drawn yet. */
  take(one) {
    if (!this.meanwhile) return this.add(one);
    this.meanwhile.push(one);
    return false;
  }

  /** Takes a record; false if nothing of it is drawn. */
  add({ kind, record }) {
    const values = READERS[kind]?.(record);
    if (!values) return false;
    if (kind === 'system') this.board = record.board;
    for (const [metric, value] of Object.entries(values)) {
      const points = this.points.get(metric);
      if (points && value !== undefined && value !== null) {
        points.push({ at: record.stamp.at, mean: value, min: value, max: value });
      }
    }
    return true;
  }

  /** Forgets what is older than that. */
  forget(before) {
    for (const points of this.points.values()) {
      while (points.length && new Date(points[0].at) < before) points.shift();
    }
  }
}

/** A record's place among those of its node. */
const identity = ({ kind, record: { stamp } }) => `${kind} ${stamp.epoch} ${stamp.seq}`;

/**
 * Follows what a node measures; returns what ends it. `onOpen` is called whenever what was measured before is to be
 * read: nothing that is stored from then on is missed. It is called too where nothing can be followed.
 */
export function follow(node, onRecord, onOpen) {
  const source = new EventSource(`/api/v1/telemetry/stream?node=${encodeURIComponent(node)}`);
  const take = (event) => event.data && onRecord(JSON.parse(event.data));
  source.onmessage = take;
  source.onopen = onOpen;
  source.addEventListener('error', onOpen, { once: true });
  for (const type of ['telemetry', 'record', ...Object.keys(READERS)]) source.addEventListener(type, take);
  return () => source.close();
}
