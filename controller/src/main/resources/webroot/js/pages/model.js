/** One model: where it came from, what is in it, and what nodes say of it. */
import { h } from '../dom.js';
import { get } from '../api.js';
import { deploy } from '../deploy.js';
import * as f from '../format.js';
import { badge, empty, facts, fault, head, panel, stats, wait } from '../parts.js';
import { VirtualTable } from '../table.js';

export const title = () => 'Model';

export async function open(visit) {
  const { digest } = visit.params;
  const table = new VirtualTable({ columns: columns(), label: 'Nodes that run it', key: (node) => node.id });
  visit.onLeave(() => table.close());
  let detail = null;
  let nodes = [];
  let failure = null;

  async function read() {
    try {
      const [found, fleet] = await Promise.all([
        get(`/artifacts/${digest}`, { signal: visit.signal }), get('/fleet', { signal: visit.signal }),
      ]);
      detail = found;
      nodes = fleet.nodes.filter((node) => node.model === digest);
      failure = null;
    } catch (e) {
      failure = e;
    }
    draw();
  }

  function draw() {
    const crumb = { href: '#/models', text: 'Models' };
    if (!detail) return visit.draw(head('Model', { crumb, sub: h('span.mono', null, digest) }), failure ? fault(failure) : wait('the model'));
    const { artifact } = detail;
    const middle = (of) => {
      const values = nodes.map(of).filter((v) => v !== undefined).sort((a, b) => a - b);
      return values[(values.length - 1) >> 1];
    };
    visit.draw(
      head(artifact.name, { crumb, sub: h('span.inline', null, badge(artifact.kind), h('span.mono.digest', null, artifact.digest)), actions: artifact.kind === 'model' && [
        h('button.button.main.changes', { key: 'deploy', type: 'button', onclick: () => deploy(`${artifact.name}, ${f.bytes(artifact.size)}.`, async () => ({ model: digest })) }, 'Deploy this one'),
      ] }),
      failure?.status && fault(failure),
      stats([
        ['Size', f.bytes(artifact.size)],
        ['On the wire', f.bytes(artifact.wireBytes), artifact.size ? f.percent(artifact.wireBytes / artifact.size, 0) : ''],
        ['Runs on', f.count(nodes.length), nodes.length === 1 ? 'node' : 'nodes'],
        ['Measured accuracy', f.percent(middle((n) => n.figures?.accuracyOf === digest ? n.figures.accuracy : undefined)), 'median'],
        ['Measured p99', f.micros(middle((n) => n.figures?.p99Us)), 'median'],
      ]),
      h('div.stack', null,
        h('div.columns', null,
          panel('Layers', detail.layers.length ? `${f.count(detail.parameters)} parameters, ${f.count(detail.flops)} operations` : null, layers(detail)),
          panel('Provenance', null, h('div.pad', null, provenance(detail)))),
        h('section.panel.table-panel', { key: 'nodes' },
          h('header', null, h('h2', null, 'Where it runs'), h('span.muted.small', null, `wanted on ${f.count(artifact.nodes)}`)),
          nodes.length ? table.element : empty('It runs nowhere', 'A rollout brings it to nodes.', `espalier deploy ${artifact.name} --to all`))));
    table.show(nodes);
  }

  visit.on('reset', read);
  visit.every(10_000, read);
  draw();
  await read();
}

function layers(detail) {
  if (detail.obstacle) return h('p.pad.muted', null, detail.obstacle);
  if (!detail.layers.length) return h('p.pad.muted', null, 'No layer whose links can be pruned.');
  return h('ul.layers', null, detail.layers.map((layer) => h('li', null,
    h('div', null, h('strong', null, layer.name || layer.operator), h('span.muted.small', null, ` ${layer.shape.join(' × ')}`)),
    h('div.sparsity', { role: 'img', 'aria-label': `${f.percent(layer.sparsity)} of ${layer.links} links removed`, vars: { '--share': `${100 * (1 - layer.sparsity)}%` } }, h('i')),
    h('div.small.muted', null, `${f.count(Math.round(layer.links * (1 - layer.sparsity)))} of ${f.count(layer.links)} links kept`, h('span.figure', null, ` · ${f.percent(layer.sparsity)} sparse`)))));
}

function provenance({ provenance: p, artifact }) {
  const recipe = Object.entries(p?.recipe ?? {});
  return h('div.stack', null,
    facts([
      ['Added', f.moment(artifact.createdAt)],
      ['Made by', p ? `Espalier ${p.version}, commit ${p.commit}` : 'somebody else: the file says nothing'],
      ['SHA-256', h('span.mono.digest', null, artifact.digest)],
    ]),
    recipe.length > 0 && h('div', null, h('h3', null, 'What it claims of itself'),
      facts(recipe.map(([key, value]) => [key, h('span.mono', null, value)]))));
}

function columns() {
  return [
    { id: 'node', title: 'Node', width: '34%', order: (n) => n.id, cell: (n) => h('span.node-name', null, h('span.dot', { class: n.online ? 'good' : 'off', role: 'img', 'aria-label': n.online ? 'online' : 'offline' }), h('span.fit', null, h('a', { href: `#/nodes/${encodeURIComponent(n.id)}` }, n.id))) },
    { id: 'hardware', title: 'Hardware', wide: 'wide', width: '26%', order: (n) => n.hardware, cell: (n) => h('span.muted', null, n.hardware) },
    { id: 'accuracy', title: 'Accuracy', number: true, width: '13%', order: (n) => n.figures?.accuracy, cell: (n) => f.percent(n.figures?.accuracy) },
    { id: 'p99', title: 'p99', number: true, width: '13%', order: (n) => n.figures?.p99Us, cell: (n) => f.micros(n.figures?.p99Us) },
    { id: 'cpu', title: 'CPU', number: true, wide: 'wide', width: '14%', order: (n) => n.figures?.cpuPercent, cell: (n) => f.inUnit(n.figures?.cpuPercent, 'percent') },
  ];
}
