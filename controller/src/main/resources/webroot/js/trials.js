/** Trials of an experiment: how many are done, and each of them in a grid. */
import { h } from './dom.js';
import * as f from './format.js';
import { ofTrial } from './figure.js';

export function done({ trials, measured, dropped, failed }) {
  const also = (count, what) => (count ? `, ${f.count(count)} ${what}` : '');
  const words = `${f.count(measured)} of ${f.count(trials)} measured${also(dropped, 'dropped')}${also(failed, 'failed')}`;
  const part = (count, shade) => count > 0 && h('i', { class: shade, vars: { '--share': `${(100 * count) / trials}%` } });
  return h('span', null, h('span.progress', { role: 'img', 'aria-label': words }, part(measured, 'updated'), part(dropped, 'dropped'), part(failed, 'failed')),
    h('span.sub', { 'aria-hidden': 'true' }, words));
}

const SHADES = { waiting: 'waiting', ok: 'ok', 'not-delegated': 'warn', failed: 'failed', dropped: 'dropped' };

/** A row for each method × sparsity, a column for each precision, a square for each seed. */
export function grid(trials) {
  const precisions = [...new Set(trials.map((t) => t.precision))];
  const rows = new Map();
  for (const trial of trials) {
    const name = trial.method === 'dense' ? 'dense' : `${trial.method} ${f.percent(trial.sparsity, 0)}`;
    if (!rows.has(name)) rows.set(name, new Map(precisions.map((p) => [p, []])));
    rows.get(name).get(trial.precision).push(trial);
  }
  const ends = Object.keys(SHADES).filter((status) => trials.some((t) => t.status === status));
  return h('div.scroll-x', { tabindex: 0, role: 'region', 'aria-label': 'Trials' }, h('table.grid', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Method'), precisions.map((p) => h('th', { scope: 'col' }, p)))),
    h('tbody', null, [...rows].map(([name, cells]) => h('tr', { key: name }, h('th', { scope: 'row' }, name),
      precisions.map((p) => h('td', null, h('span.squares', null, cells.get(p).map(square)))))))),
    h('p.squares.square-key', { 'aria-hidden': 'true' }, ends.map((status) => h('span', { key: status }, h('i', { class: SHADES[status] }), status))));
}

function square(trial) {
  const figure = ofTrial(trial.result);
  const figures = figure ? `${figure}, p99 ${f.micros(trial.result.latency_p99_us)}` : trial.result?.reason ?? '';
  const slowed = trial.result?.throttled && trial.result.throttled !== 'no';
  const words = `seed ${trial.seed}: ${trial.status}${slowed ? `, slowed by ${trial.result.throttled}` : ''}${figures ? ', ' + figures : ''}`;
  return h('i', { key: trial.number, role: 'img', class: slowed ? 'warn' : SHADES[trial.status] ?? 'busy', title: words, 'aria-label': words });
}
