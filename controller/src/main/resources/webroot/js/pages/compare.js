/** Two experiments, or two parts of one, side by side; changes are the second less the first. */
import { h } from '../dom.js';
import { get } from '../api.js';
import * as f from '../format.js';
import { memberName } from '../pareto.js';
import { empty, fault, head, wait } from '../parts.js';

/** Less likely than that by chance, in all tests of a metric together, is shown as a difference. */
const SURE = 0.05;

const METRICS = [
  ['accuracy', 'Accuracy', (v) => f.percent(v, 2), 1, f.points],
  ['auc', 'AUC', (v) => v.toFixed(4), 1],
  ['mse', 'MSE', (v) => v.toPrecision(4), -1],
  ['mae', 'MAE', (v) => v.toPrecision(4), -1],
  ['model_bytes', 'Size', f.bytes, -1],
  ['latency_p50_us', 'Median', f.micros, -1],
  ['latency_p99_us', 'p99', f.micros, -1],
];

export const title = () => 'Comparison';

export async function open(visit) {
  const { id, other } = visit.params;
  const parts = { first: visit.query.get('first') ?? '', second: visit.query.get('second') ?? '' };
  let choices = null;
  let view = null;
  let failure = null;

  async function read() {
    const path = `/experiments/${encodeURIComponent(id)}/compare/${encodeURIComponent(other)}`;
    try {
      choices ??= choicesOf((await get(path, { signal: visit.signal })).comparison);
      view = await get(`${path}?${new URLSearchParams(parts)}`, { signal: visit.signal });
      failure = null;
    } catch (e) {
      failure = e;
    }
    draw();
  }

  function choose(side, part) {
    parts[side] = part;
    visit.remember(parts);
    read();
  }

  function draw() {
    const crumb = { href: '#/experiments', text: 'Experiments' };
    const top = head(`${id} and ${other}`, { crumb, sub: 'What changes from the first to the second. Grey may be chance.', actions: choices ? [part('first', id), part('second', other)] : [] });
    if (failure) return visit.draw(top, fault(failure));
    if (!view) return visit.draw(top, wait('the comparison'));
    const { comparison, conclusion } = view;
    visit.draw(top,
      h('p.conclusion', null, conclusion),
      comparison.pairs.length ? table(view) : h('section.panel', null, empty('Nothing in common', 'No method, sparsity and precision was measured in both.')),
      rest(view));
  }

  function part(side, name) {
    const options = [['', 'everything'], ...choices.map((one) => [one, one])];
    if (!options.some(([value]) => value === parts[side])) options.push([parts[side], parts[side]]);
    return h('label.small', { key: side }, h('span.muted', null, `${side === 'first' ? 'From' : 'To'} ${name} `),
      h('select', { onchange: (event) => choose(side, event.target.value) }, options.map(([value, words]) => h('option', { value, selected: value === parts[side] }, words))));
  }

  draw();
  await read();
}

/** What variants of either have in common: precisions and methods. */
function choicesOf({ pairs, onlyFirst, onlySecond }) {
  const all = [...pairs.flatMap((pair) => [pair.first, pair.second]), ...onlyFirst, ...onlySecond];
  return [...new Set([...all.map((one) => one.precision), ...all.map((one) => one.method)])];
}

function table({ comparison: { pairs }, sentences }) {
  const metrics = METRICS.filter(([metric]) => pairs.some((pair) => pair.differences[metric]));
  return h('section.panel.table-panel', null, h('div.scroll-x', { tabindex: 0, role: 'region', 'aria-label': 'Differences' }, h('table', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Model'), metrics.map(([, words]) => h('th.number', { scope: 'col' }, words)))),
    h('tbody', null, pairs.map((pair, i) => h('tr', { title: sentences[i] }, h('th', { scope: 'row' }, pairName(pair)),
      metrics.map((metric) => h('td.number', null, cell(pair.differences[metric[0]], metric)))))))));
}

function pairName({ first, second }) {
  const names = [memberName(first), memberName(second)];
  return names[0] === names[1] ? names[0] : names.join(' → ');
}

function cell(difference, [, , say, better, sayChange = say]) {
  if (!difference) return h('span.muted', null, '–');
  const { first, second, change, evidence } = difference;
  const sure = evidence && evidence.p < SURE && /[1-9]/.test(sayChange(Math.abs(change)));
  const shade = !sure ? 'muted' : change * better > 0 ? 'good-text' : 'bad-text';
  return h('span', null, h('strong', { class: shade }, signed(change, sayChange)),
    evidence && evidence.low < evidence.high && h('span.sub', null, `${signed(evidence.low, sayChange)} to ${signed(evidence.high, sayChange)}`),
    h('span.sub', null, `${say(first)} → ${say(second)}`));
}

/** A change; one that is too small for a digit of the figure is none. */
function signed(change, say) {
  const size = say(Math.abs(change));
  if (!/[1-9]/.test(size)) return 'same';
  return (change > 0 ? '+' : '−') + size;
}

function rest({ first, second, comparison: { pairs, tests, onlyFirst, onlySecond, firstHardware, secondHardware } }) {
  const said = (variants, name) => variants.length > 0 && h('p.muted.small', null, `Only in ${name}: ${variants.map(memberName).join(', ')}.`);
  const kinds = new Set(pairs.flatMap((pair) => Object.values(pair.differences).map((one) => one.evidence?.test)));
  const how = [kinds.has('paired') && 'paired by seed (Student’s t)', kinds.has('welch') && 'of independent repetitions (Welch’s t)'].filter(Boolean).join(' or ');
  return h('div.below', null,
    tests > 0 && h('p.muted.small', null, `Intervals hold with 95 % each, ${how}; a colour means p < 0.05 after Holm’s correction for ${f.count(tests)} tests of each metric.`),
    String(firstHardware) !== String(secondHardware) && h('p.muted.small', null, `Measured on ${firstHardware.join(', ')} and on ${secondHardware.join(', ')}: latencies tell of hardware too.`),
    said(onlyFirst, first), said(onlySecond, second));
}
