/** What models are compared by against bytes or latency; the models that nothing beats are marked and joined. */
import { h, svg } from './dom.js';
import * as f from './format.js';
import { capital, isShare, mean, say as sayFigure } from './figure.js';

const WIDTH = 720;
const HEIGHT = 360;
const EDGE = { left: 62, right: 22, top: 16, bottom: 44 };
const COSTS = {
  bytes: { words: 'size of the model, bytes', of: (m) => m.statistics.model_bytes.mean, say: f.bytes, ticks: (v) => v },
  latency: { words: '99th percentile of latency', of: (m) => m.statistics.latency_p99_us.mean, say: f.micros },
};
const SHAPES = { dense: 'square', shapley: 'circle', magnitude: 'diamond' };

export const costs = Object.keys(COSTS);
export const memberName = (m) => `${m.method === 'dense' ? 'dense' : `${m.method} ${f.percent(m.sparsity, 0)}`} · ${m.precision}`;

/**
 * @param members of a summary
 * @param cost one of `costs`
 * @param chosen member, shown large
 * @param choose is told of the member that somebody points at
 * @param main what members are compared by
 */
export function pareto(all, cost, chosen, choose, main) {
  const { words, of, say } = COSTS[cost];
  const figure = (member) => mean(main, member);
  const members = all.filter((m) => figure(m) !== undefined);
  const x = logarithmic(members.map(of), EDGE.left, WIDTH - EDGE.right);
  const y = linear(members.map(figure), HEIGHT - EDGE.bottom, EDGE.top, isShare(main) ? 1 : Infinity);
  const front = members.filter((m) => m.front).sort((a, b) => of(a) - of(b));
  const points = [...members].sort((a, b) => a.front - b.front);
  return h('figure.pareto', null,
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group', 'aria-label': `${capital(main)} against ${words}: ${members.length} models, ${front.length} of them beaten by none` },
      y.ticks.map((t) => svg('g.axis', null, svg('line', { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y.at(t), y2: y.at(t) }),
        svg('text', { x: EDGE.left - 9, y: y.at(t) + 4, 'text-anchor': 'end' }, main.metric === 'accuracy' ? f.percent(t) : String(Number(t.toPrecision(3)))))),
      x.ticks.map((t) => svg('g.axis', null, svg('line', { x1: x.at(t), x2: x.at(t), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
        svg('text', { x: x.at(t), y: HEIGHT - EDGE.bottom + 18, 'text-anchor': 'middle' }, say(t)))),
      svg('text.axis-name', { x: (EDGE.left + WIDTH - EDGE.right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, words),
      front.length > 1 && svg('path.front-line', { d: front.map((m, i) => `${i ? 'L' : 'M'}${x.at(of(m)).toFixed(1)} ${y.at(figure(m)).toFixed(1)}`).join('') }),
      points.map((m) => point(m, x.at(of(m)), y.at(figure(m)), m === chosen, choose, main))),
    h('figcaption.legend', null,
      Object.keys(SHAPES).filter((method) => members.some((m) => m.method === method)).map((method) =>
        h('span', null, svg('svg', { viewBox: '-8 -8 16 16', 'aria-hidden': 'true' }, svg('path', { class: `point ${method}`, d: shape(method, 5.5) })), method)),
      h('span', null, svg('svg', { viewBox: '-8 -8 16 16', 'aria-hidden': 'true' }, svg('circle.ring', { r: 6.5 })), `beaten by none in ${main.label}, bytes and latency`)));
}

function point(member, x, y, chosen, choose, main) {
  const words = `${memberName(member)}: ${sayFigure(main, mean(main, member))}, ${f.bytes(member.statistics.model_bytes.mean)}, p99 ${f.micros(member.statistics.latency_p99_us.mean)}${member.front ? ', beaten by none' : ''}`;
  const act = () => choose(member);
  return svg('g.mark', {
    'data-key': memberName(member), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, tabindex: 0, role: 'button', 'aria-label': words, 'aria-pressed': String(chosen),
    class: `${chosen ? 'chosen' : ''}`, onclick: act, onfocus: act, onpointerenter: act,
  }, svg('title', null, words), svg('circle.target', { r: 13 }), member.front && svg('circle.ring', { r: 9.5 }),
    svg('path', { class: `point ${member.method}`, d: shape(member.method, chosen ? 7 : 5.5) }));
}

function shape(method, r) {
  switch (SHAPES[method]) {
    case 'square': return `M${-r} ${-r}H${r}V${r}H${-r}Z`;
    case 'diamond': return `M0 ${-r * 1.25}L${r * 1.25} 0L0 ${r * 1.25}L${-r * 1.25} 0Z`;
    default: return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
}

function linear(values, from, to, most) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low || high * 0.01 || 0.01) * 0.12;
  const [a, b] = [low - room, Math.min(most, high + room)];
  const decade = 10 ** Math.floor(Math.log10((b - a) / 6));
  const step = [1, 2, 5, 10].map((n) => n * decade).find((s) => (b - a) / s <= 6);
  const ticks = [];
  for (let t = Math.ceil(a / step) * step; t <= b; t += step) ticks.push(t);
  return { at: (v) => from + ((v - a) / (b - a)) * (to - from), ticks };
}

function logarithmic(values, from, to) {
  const a = Math.log(Math.min(...values) / 1.25);
  const b = Math.log(Math.max(...values) * 1.25);
  const ticks = [];
  for (let t = 2 ** Math.ceil(a / Math.LN2); Math.log(t) <= b; t *= 2) ticks.push(t);
  return { at: (v) => from + ((Math.log(v) - a) / (b - a)) * (to - from), ticks };
}
