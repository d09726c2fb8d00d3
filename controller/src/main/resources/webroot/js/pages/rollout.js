/** One rollout: how far it is, what its gates say, and what people can tell it. */
import { h } from '../dom.js';
import { get, post } from '../api.js';
import * as f from '../format.js';
import { gates } from '../gates.js';
import { ModelNames } from '../models.js';
import { badge, confirm, empty, facts, fault, head, panel, stats, toast, wait } from '../parts.js';
import { VirtualTable } from '../table.js';
import { inWords, progress } from '../waves.js';

const NODES_MILLIS = 3000;

/** What can be told, in which stages, and what is asked before. */
const COMMANDS = [
  { name: 'pause', words: 'Halt', stages: ['advancing'], title: 'Halt this rollout?', text: 'No further node is asked until somebody resumes it. Nodes that have the model keep it, and gates go on looking.' },
  { name: 'resume', words: 'Resume', stages: ['paused'], title: 'Resume this rollout?', text: 'Nodes are asked again, as far as the gates allow.' },
  { name: 'rollback', words: 'Roll back', harm: true, stages: ['advancing', 'paused', 'done', 'aborted'], title: 'Roll back?', text: 'Every node that was asked gets back what ran before. This cannot be stopped half-way.' },
  { name: 'abort', words: 'Abort', harm: true, stages: ['advancing', 'paused'], title: 'Abort this rollout?', text: 'It ends here. Nodes keep what they have at this moment, old or new.' },
];

export const title = (params) => params.id;

export async function open(visit) {
  const path = `/rollouts/${encodeURIComponent(visit.params.id)}`;
  const names = new ModelNames();
  const table = new VirtualTable({ columns: columns(), label: 'Nodes of this rollout', key: (n) => n.node });
  visit.onLeave(() => table.close());
  let rollout = null;
  let audit = [];
  let failure = null;
  let due = 0;

  async function read() {
    try {
      [rollout, audit] = await Promise.all([
        get(path, { signal: visit.signal }),
        get(path + '/audit', { signal: visit.signal }).then((answer) => answer.entries),
      ]);
      failure = null;
    } catch (e) {
      failure = e;
    }
    draw();
  }

  /** Events come without the nodes; those are read a little later, all changes together. */
  function changed(view) {
    if (view.id !== visit.params.id) return;
    rollout = { ...view, nodes: rollout?.nodes };
    draw();
    due ||= setTimeout(() => {
      due = 0;
      read();
    }, NODES_MILLIS);
  }

  async function tell(command) {
    const sure = await confirm({ title: command.title, words: command.text, action: command.words, harm: command.harm });
    if (!sure) return;
    try {
      await post(`${path}/${command.name}?who=dashboard`);
      toast(`${rollout.id}: ${command.words.toLowerCase()} – done`);
    } catch (e) {
      toast(e.message);
    }
    await read();
  }

  function draw() {
    const crumb = { href: '#/rollouts', text: 'Rollouts' };
    if (!rollout) return visit.draw(head(visit.params.id, { crumb }), failure ? fault(failure) : wait('the rollout'));
    const buttons = COMMANDS.filter((one) => one.stages.includes(rollout.stage)).map((one) =>
      h('button.button.changes', { key: one.name, type: 'button', class: one.harm ? 'harm' : '', onclick: () => tell(one) }, one.words));
    visit.draw(
      head(rollout.id, {
        crumb, actions: buttons,
        sub: h('span.inline', null, badge(rollout.stage), h('span', null, rollout.reason ?? rollout.waitsFor ?? '')),
      }),
      failure?.status && fault(failure),
      counts(rollout),
      h('div.stack', null,
        panel('Waves', `${rollout.waves.filter((wave) => wave.open).length} of ${rollout.waves.length} begun`, waves(rollout)),
        panel('Gates', intervals(rollout.gates), rollout.gates.length ? gates(rollout.gates)
          : h('p.pad.muted', null, 'No node has shown anything yet.')),
        h('div.columns', null,
          panel('What was asked for', null, h('div.pad', null, spec(rollout, names))),
          panel('Audit log', `${audit.length} steps`, log(audit))),
        h('section.panel.table-panel', { key: 'nodes' }, h('header', null, h('h2', null, 'Nodes'), h('span.muted.small', null, inWords(rollout.counts))), table.element)));
    table.show(rollout.nodes ?? []);
  }

  visit.on('rollout', changed);
  visit.on('reset', read);
  visit.every(15_000, read);
  visit.onLeave(() => clearTimeout(due));
  draw();
  await read();
  await names.read(visit.signal).then(draw, () => {});
}

function counts({ counts: c }) {
  return stats([
    ['Updated', f.count(c.updated), `of ${f.count(c.nodes)}`],
    ['Asked', f.count(c.asked)],
    ['Failed', f.count(c.failed)],
    ['Not waited for', f.count(c.carried)],
    ['Returned', f.count(c.returned), c.returning ? `${c.returning} returning` : ''],
  ]);
}

/** How sure the intervals are, as the gates say. */
function intervals(list) {
  const said = new Set(list.map(({ verdict: v }) => v.confidence).filter((share) => share !== undefined && share !== null));
  return said.size ? `${[...said].map((share) => f.percent(share, 0)).join(', ')} intervals` : null;
}

function waves(rollout) {
  return h('ol.waves', null, rollout.waves.map((wave) =>
    h('li', { key: wave.number, class: wave.open ? '' : 'closed' },
      h('div', null, h('strong', null, `Wave ${wave.number}`), h('span.muted.small', null, `${f.count(wave.counts.nodes)} node${wave.counts.nodes === 1 ? '' : 's'}`)),
      progress(wave.counts),
      h('p.small.muted', null, wave.open ? inWords(wave.counts) : 'not begun'))));
}

function spec(rollout, names) {
  const s = rollout.spec;
  const g = s.gates;
  return facts([
    ['Model', h('a', { href: `#/models/${s.model}` }, names.of(s.model))],
    ['Nodes', s.selector],
    ['Accuracy may drop', g.maxAccuracyDrop === undefined ? undefined : f.percent(g.maxAccuracyDrop, 2)],
    ['Accuracy at least', g.minAccuracy === undefined ? undefined : f.percent(g.minAccuracy, 2)],
    ['p99 at most', g.maxP99Us === undefined ? undefined : f.micros(g.maxP99Us)],
    ['Memory at most', g.maxRssBytes === undefined ? undefined : f.bytes(g.maxRssBytes)],
    ['May fail', f.percent(g.maxFailed)],
    ['May crash', f.percent(g.maxCrashes)],
    ['Begun', f.moment(rollout.createdAt)],
    ['Changed', f.moment(rollout.updatedAt)],
  ]);
}

function log(entries) {
  if (!entries.length) return empty('Nothing yet', 'Each step is written down here, with who took it and why.');
  return h('ol.log', { tabindex: 0, 'aria-label': 'Steps, the newest first' }, [...entries].reverse().map((entry) =>
    h('li', { key: entry.seq },
      h('div', null, h('strong', null, entry.what), ' ', h('span.muted.small', null, entry.who, ' · ', f.moment(entry.at))),
      h('p.muted', null, entry.why),
      entry.evidence.length > 0 && h('details', null, h('summary', null, 'Evidence'),
        h('ul', null, entry.evidence.map((one) => h('li', null, one.text)))))));
}

function columns() {
  const test = (n) => n.findings?.test;
  const accuracy = (n) => (test(n)?.correct === undefined ? undefined : test(n).correct / test(n).samples);
  return [
    { id: 'node', title: 'Node', width: '24%', order: (n) => n.node, cell: (n) => h('span.fit', null, h('a', { href: `#/nodes/${encodeURIComponent(n.node)}` }, n.node), h('span.sub', null, n.findings?.error ?? n.hardware)) },
    { id: 'wave', title: 'Wave', number: true, width: '9%', order: (n) => n.wave, cell: (n) => n.wave + 1 },
    { id: 'step', title: 'Step', width: '15%', order: (n) => n.step, cell: (n) => badge(n.step) },
    { id: 'accuracy', title: 'Accuracy', number: true, wide: 'wide', width: '13%', order: accuracy, cell: (n) => f.percent(accuracy(n)) },
    { id: 'p99', title: 'p99', number: true, wide: 'wide', width: '12%', order: (n) => test(n)?.p99Us, cell: (n) => f.micros(test(n)?.p99Us) },
    { id: 'memory', title: 'Memory', number: true, wide: 'wide', width: '12%', order: (n) => test(n)?.rssBytes, cell: (n) => f.bytes(test(n)?.rssBytes) },
    { id: 'good', title: 'Good inferences', number: true, wide: 'wide', width: '15%', order: (n) => n.findings?.goodInferences, cell: (n) => f.count(n.findings?.goodInferences) },
  ];
}
