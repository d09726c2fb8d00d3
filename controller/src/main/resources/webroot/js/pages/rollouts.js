/** All rollouts, the newest first. */
import { h } from '../dom.js';
import { all } from '../api.js';
import * as f from '../format.js';
import { ModelNames } from '../models.js';
import { badge, empty, fault, head, wait } from '../parts.js';
import { progress } from '../waves.js';

export const title = () => 'Rollouts';

export async function open(visit) {
  const names = new ModelNames();
  const rollouts = new Map();
  let state = wait('rollouts');

  async function read() {
    try {
      const found = await all('/rollouts', 'rollouts', { signal: visit.signal });
      rollouts.clear();
      for (const rollout of found) rollouts.set(rollout.id, rollout);
      state = null;
    } catch (failure) {
      if (!rollouts.size) state = fault(failure);
    }
    draw();
  }

  function draw() {
    const newest = [...rollouts.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    visit.draw(head('Rollouts', { sub: 'Models on their way to nodes, wave by wave, as far as evidence allows.' }),
      state ?? (newest.length ? table(newest, names) : nothing()));
  }

  visit.on('rollout', (rollout) => {
    rollouts.set(rollout.id, rollout);
    draw();
  });
  visit.on('reset', read);
  visit.every(10_000, read);
  draw();
  await read();
  await names.read(visit.signal).then(draw, () => {});
}

function table(rollouts, names) {
  return h('section.panel.table-panel', null, h('table', { 'aria-label': 'Rollouts' },
    h('thead', null, h('tr', null, ['Rollout', 'Stage', 'Progress', 'Model', 'Nodes', 'Changed'].map((words) =>
      h('th', { scope: 'col', class: `${words === 'Nodes' || words === 'Changed' ? 'number' : ''} ${/Model|Changed|Nodes/.test(words) ? 'wide' : ''}` }, words)))),
    h('tbody', null, rollouts.map((rollout) => h('tr', { key: rollout.id },
      h('td', null, h('span.fit', null, h('a', { href: `#/rollouts/${encodeURIComponent(rollout.id)}` }, rollout.id),
        h('span.sub', null, rollout.reason ?? rollout.waitsFor ?? `to ${rollout.spec.selector}`))),
      h('td', null, badge(rollout.stage)),
      h('td.progress-cell', null, progress(rollout.counts)),
      h('td.wide', null, h('a.plain', { href: `#/models/${rollout.spec.model}` }, names.of(rollout.spec.model))),
      h('td.number.wide', null, f.count(rollout.counts.nodes)),
      h('td.number.wide.muted', null, f.moment(rollout.updatedAt)))))));
}

function nothing() {
  return h('section.panel', null, empty('No rollout yet',
    'A rollout brings a model to a few nodes first, looks at what they measure, and goes on or takes it back.',
    'espalier deploy model.tflite --to group=shops --canary 5% --max-accuracy-drop 1%'));
}
