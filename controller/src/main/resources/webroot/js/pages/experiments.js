/** All experiments, the newest first; two of them can be compared. */
import { h } from '../dom.js';
import { all } from '../api.js';
import * as f from '../format.js';
import { badge, empty, fault, head, wait } from '../parts.js';
import { done } from '../trials.js';

export const title = () => 'Experiments';

export async function open(visit) {
  const experiments = new Map();
  const chosen = new Set();
  let state = wait('experiments');

  async function read() {
    try {
      const found = await all('/experiments', 'experiments', { signal: visit.signal });
      experiments.clear();
      for (const one of found) experiments.set(one.id, one);
      state = null;
    } catch (failure) {
      if (!experiments.size) state = fault(failure);
    }
    draw();
  }

  function choose(id, wanted) {
    if (wanted) chosen.add(id);
    else chosen.delete(id);
    if (chosen.size > 2) chosen.delete(chosen.values().next().value);
    draw();
  }

  function draw() {
    const [first, second] = chosen;
    const compare = second
      ? h('a.button', { key: 'compare', href: `#/compare/${encodeURIComponent(first)}/${encodeURIComponent(second)}` }, 'Compare these two')
      : h('span.muted.small', { key: 'hint' }, experiments.size > 1 ? 'Choose two to compare them' : '');
    visit.draw(head('Experiments', { sub: 'What compression costs, measured on the fleet.', actions: [compare] }),
      state ?? (experiments.size ? table([...experiments.values()], chosen, choose) : nothing()));
  }

  visit.on('experiment', (view) => {
    experiments.set(view.id, view);
    draw();
  });
  visit.on('reset', read);
  visit.every(10_000, read);
  draw();
  await read();
}

function table(experiments, chosen, choose) {
  return h('section.panel.table-panel', null, h('table', { 'aria-label': 'Experiments' },
    h('thead', null, h('tr', null, h('th.pick', { scope: 'col' }, h('span.visually-hidden', null, 'Compare')), [['Experiment', ''], ['State', ''], ['Trials', ''], ['Data', 'wide'], ['Asked for', 'number wide']].map(([words, kind]) => h('th', { scope: 'col', class: kind }, words)))),
    h('tbody', null, experiments.map((one) => h('tr', { key: one.id },
      h('td.pick', null, h('input', { type: 'checkbox', 'aria-label': `Compare ${one.id}`, checked: chosen.has(one.id), onchange: (event) => choose(one.id, event.target.checked) })),
      h('td', null, h('span.fit', null, h('a', { href: `#/experiments/${encodeURIComponent(one.id)}` }, one.id), h('span.sub', null, one.progress ? one.progress.stage : one.reason ?? `asked for by ${one.who}`))),
      h('td', null, badge(one.state)),
      h('td.progress-cell', null, done(one.counts)),
      h('td.wide.muted', null, one.spec.data ?? '–'),
      h('td.number.wide.muted', null, f.moment(one.createdAt)))))));
}

function nothing() {
  return h('section.panel', null, empty('No experiment yet',
    'An experiment makes many small models out of one and has the fleet measure each of them.',
    'espalier experiment run examples/mnist-quick.yaml'));
}
