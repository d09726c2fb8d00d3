/** Everything that can be deployed, the newest first. */
import { h } from '../dom.js';
import { all, get } from '../api.js';
import * as f from '../format.js';
import { badge, empty, fault, head, wait } from '../parts.js';

export const title = () => 'Models';

export async function open(visit) {
  let artifacts = null;
  let running = new Map();
  let failure = null;

  async function read() {
    try {
      const [found, fleet] = await Promise.all([
        all('/artifacts', 'artifacts', { signal: visit.signal }), get('/fleet', { signal: visit.signal }),
      ]);
      artifacts = found;
      running = new Map();
      for (const { model } of fleet.nodes) if (model) running.set(model, (running.get(model) ?? 0) + 1);
      failure = null;
    } catch (e) {
      failure = e;
    }
    draw();
  }

  function draw() {
    const models = artifacts?.filter((one) => one.kind !== 'probe');
    const probes = artifacts?.filter((one) => one.kind === 'probe') ?? [];
    visit.draw(head('Models', { sub: 'What can be deployed, and where it runs.' }),
      failure?.status && fault(failure),
      !models ? (failure ? null : wait('models'))
        : models.length ? table('Models', models, running) : nothing(),
      probes.length > 0 && h('details.panel.more.below', null,
        h('summary', null, `Samples that nodes test models with: ${probes.length}`), table('Samples', probes, running)));
  }

  visit.on('reset', read);
  visit.every(10_000, read);
  draw();
  await read();
}

function table(label, artifacts, running) {
  const most = Math.max(...artifacts.map((one) => one.size));
  return h('section.panel.table-panel', null, h('table', { 'aria-label': label },
    h('thead', null, h('tr', null, [['Name', ''], ['Kind', 'wide'], ['Size', 'number'], ['On the wire', 'number wide'], ['Runs on', 'number'], ['Wanted on', 'number wide'], ['Added', 'number wide']].map(([words, kind]) =>
      h('th', { scope: 'col', class: kind }, words)))),
    h('tbody', null, artifacts.map((one) => h('tr', { key: one.digest },
      h('td', null, h('span.fit', null, h('a', { href: `#/models/${one.digest}` }, one.name), h('span.sub.mono', null, f.short(one.digest)))),
      h('td.wide', null, badge(one.kind)),
      h('td.number', null, f.bytes(one.size), h('span.meter.wide-inline', { 'aria-hidden': 'true', vars: { '--share': `${Math.max(2, (100 * one.size) / most)}%` } }, h('i'))),
      h('td.number.wide', null, f.bytes(one.wireBytes)),
      h('td.number', null, running.has(one.digest) ? `${f.count(running.get(one.digest))} nodes` : h('span.muted', null, '–')),
      h('td.number.wide', null, one.nodes ? f.count(one.nodes) : h('span.muted', null, '–')),
      h('td.number.wide.muted', null, f.moment(one.createdAt)))))));
}

function nothing() {
  return h('section.panel', null, empty('No model yet',
    'Models come here when they are deployed, from a file or from an experiment.',
    'espalier deploy model.tflite --to all'));
}
