/** Gates as pictures: what was seen, how sure that is, and what is allowed. */
import { h } from './dom.js';
import { inUnit } from './format.js';
import { badge } from './parts.js';

const NAMES = {
  maxAccuracyDrop: 'Accuracy lost', minAccuracy: 'Accuracy', maxP99: '99th percentile of latency',
  maxRss: 'Memory', maxFailed: 'Nodes that failed', maxCrashes: 'Nodes that crashed',
};
const OUTCOMES = { excluded: 'harm excluded', within: 'within bounds', undecided: 'not sure yet', failed: 'failed' };

/** Those of the whole fleet first; what classes add is shown where it is asked for, or has failed. */
export function gates(list) {
  const first = list.filter(({ verdict: v }) => v.scope === 'fleet' || v.unit !== 'share' || v.outcome === 'failed');
  const rest = list.filter((one) => !first.includes(one));
  const order = ({ verdict: v }) => `${v.scope === 'fleet' ? 0 : 1} ${v.gate} ${v.scope}`;
  const drawn = (some) => h('ul.gates', null,
    [...some].sort((a, b) => (order(a) < order(b) ? -1 : 1)).map(({ verdict, text }) => gate(verdict, text)));
  return h('div', null, drawn(first),
    rest.length > 0 && h('details.more', null, h('summary', null, `By hardware class: ${rest.length} more`), drawn(rest)));
}

function gate(verdict, text) {
  const { scale, ticks } = range(verdict);
  const at = (value) => `${(100 * scale(value)).toFixed(2)}%`;
  const least = verdict.gate.startsWith('min');
  const seen = verdict.of > 0;
  return h('li', { key: `${verdict.gate} ${verdict.scope}` },
    h('div.gate-words', null,
      h('span', null, h('strong', null, NAMES[verdict.gate] ?? verdict.gate),
        h('span.sub', null, verdict.scope === 'fleet' ? 'all nodes' : verdict.scope)),
      badge(verdict.outcome, OUTCOMES[verdict.outcome])),
    h('div.gate-plot', { role: 'img', 'aria-label': text, class: verdict.outcome },
      h('span.allowed', { class: least ? 'above' : '', vars: { '--bound': at(verdict.bound) } }),
      seen && verdict.low !== undefined && h('span.interval', { vars: { '--low': at(verdict.low), '--high': at(verdict.high) } }),
      h('span.bound', { vars: { '--bound': at(verdict.bound) } }),
      seen && h('span.value', { vars: { '--value': at(verdict.value) } })),
    h('div.gate-ends', { 'aria-hidden': 'true' }, h('span', null, inUnit(ticks[0], verdict.unit)), h('span', null, inUnit(ticks[1], verdict.unit))),
    h('p.small.muted', null, text.replace(/^[^:]*: /, '')));
}

function range({ value, low, high, bound, unit, gate }) {
  const values = [value, low, high, bound].filter((v) => v !== undefined && v !== null);
  let from = Math.min(...values);
  let to = Math.max(...values);
  const room = (to - from || Math.abs(to) || 1) * 0.15;
  from = unit === 'share' && gate !== 'minAccuracy' && from >= 0 ? 0 : from - room;
  to += room;
  if (unit !== 'share') from = Math.max(0, from);
  if (unit === 'share') to = Math.min(1, to);
  return { scale: (v) => Math.min(1, Math.max(0, (v - from) / (to - from))), ticks: [from, to] };
}
