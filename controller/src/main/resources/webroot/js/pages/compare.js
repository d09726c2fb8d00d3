/** Two experiments side by side; changes are the second less the first. */
import { h } from '../dom.js';
import { get } from '../api.js';
import * as f from '../format.js';
import { memberName } from '../pareto.js';
import { empty, fault, head, wait } from '../parts.js';

/** Twice the standard error: less than that may be chance. */
const SURE = 2;

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
  const crumb = { href: '#/experiments', text: 'Experiments' };
  const top = head(`${id} and ${other}`, { crumb, sub: 'What changes from the first to the second. Grey may be chance: it is less than twice its standard error.' });
  visit.draw(top, wait('the comparison'));
  try {
    const { comparison } = await get(`/experiments/${encodeURIComponent(id)}/compare/${encodeURIComponent(other)}`, { signal: visit.signal });
    visit.draw(top, comparison.pairs.length ? table(comparison.pairs) : h('section.panel', null, empty('Nothing in common', 'No method, sparsity and precision was measured in both.')), rest(comparison, id, other));
  } catch (failure) {
    visit.draw(top, fault(failure));
  }
}

function table(pairs) {
  const shown = METRICS.filter(([metric]) => pairs.some((pair) => pair.differences[metric]));
  return h('section.panel.table-panel', null, h('div.scroll-x', { tabindex: 0, role: 'region', 'aria-label': 'Differences' }, h('table', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Model'), shown.map(([, words]) => h('th.number', { scope: 'col' }, words)))),
    h('tbody', null, pairs.map((pair) => h('tr', null, h('th', { scope: 'row' }, memberName(pair)),
      shown.map((metric) => h('td.number', null, cell(pair.differences[metric[0]], metric)))))))));
}

function cell(difference, [, , say, better, sayChange = say]) {
  if (!difference) return h('span.muted', null, '–');
  const { first, second, change, standardError } = difference;
  const sure = Math.abs(change) > SURE * (standardError ?? 0) && /[1-9]/.test(sayChange(Math.abs(change)));
  const shade = !sure ? 'muted' : change * better > 0 ? 'good-text' : 'bad-text';
  return h('span', null, h('strong', { class: shade }, signed(change, sayChange)), h('span.sub', null, `${say(first)} → ${say(second)}`));
}

/** A change; one that is too small for a digit of the figure is none. */
function signed(change, say) {
  const size = say(Math.abs(change));
  if (!/[1-9]/.test(size)) return 'same';
  return (change > 0 ? '+' : '−') + size;
}

function rest({ onlyFirst, onlySecond }, id, other) {
  const said = (cells, name) => cells.length > 0 && h('p.muted.small', null, `Only in ${name}: ${cells.map(memberName).join(', ')}.`);
  return h('div.below', null, said(onlyFirst, id), said(onlySecond, other));
}
