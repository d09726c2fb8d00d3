/** Every node, in a table that stays fluid with thousands of them. */
import { h } from '../dom.js';
import { get } from '../api.js';
import * as f from '../format.js';
import { ModelNames } from '../models.js';
import { badge, empty, fault, head, meter, stats, wait } from '../parts.js';
import { VirtualTable } from '../table.js';

const POLL_MILLIS = 5000;
const STATES = [['', 'Any state'], ['online', 'Online'], ['offline', 'Offline'], ['trouble', 'In trouble']];
const TROUBLED = new Set(['refused', 'fallen_back']);

export const title = () => 'Fleet';

export async function open(visit) {
  const nodes = new Map();
  const names = new ModelNames();
  const filter = Object.fromEntries(['text', 'state', 'group', 'hardware'].map((key) => [key, visit.query.get(key) ?? '']));
  const table = new VirtualTable({
    columns: columns(names), label: 'Nodes', key: (node) => node.id,
    sort: { by: visit.query.get('sort') ?? 'node', down: visit.query.get('down') === '1' },
    onSort: () => remember(),
  });
  visit.onLeave(() => table.close());
  let at = null;
  let failure = null;

  const remember = () => visit.remember({ ...filter, sort: table.sort.by === 'node' ? '' : table.sort.by, down: table.sort.down ? '1' : '' });

  async function read(everything) {
    try {
      const query = everything || !at ? '' : '?since=' + encodeURIComponent(at);
      const view = await get('/fleet' + query, { signal: visit.signal });
      if (!query) nodes.clear();
      for (const node of view.nodes) nodes.set(node.id, node);
      at = view.at;
      failure = null;
    } catch (e) {
      if (visit.signal.aborted) return;
      failure = e;
    }
    draw();
  }

  function draw() {
    if (!at) return visit.draw(head('Fleet'), failure ? fault(failure) : wait('nodes'));
    const everyone = [...nodes.values()];
    if (!everyone.length) return visit.draw(head('Fleet'), nobody());
    const shown = everyone.filter(matcher(filter));
    visit.draw(head('Fleet', { sub: 'Every node that was ever heard of, and what it measured last.' }),
      failure?.status && fault(failure),
      summary(everyone),
      filters(everyone, shown.length),
      h('section.panel.table-panel', { key: 'table' }, table.element,
        !shown.length && empty('No node is like that', 'Take a filter away to see more.')));
    table.show(shown);
  }

  function filters(everyone, shown) {
    const values = (of) => [...new Set(everyone.map(of).filter(Boolean))].sort();
    const choice = (key, label, options) => h('select', {
      'aria-label': label, value: filter[key],
      onchange: (event) => change(key, event.target.value),
    }, options.map(([value, words]) => h('option', { value, selected: value === filter[key] }, words)));
    return h('div.filters', { role: 'search' },
      h('input', {
        type: 'search', 'aria-label': 'Find nodes', placeholder: 'Name, or label=value', value: filter.text,
        oninput: (event) => change('text', event.target.value),
      }),
      choice('state', 'State', STATES),
      choice('group', 'Group', [['', 'Any group'], ...values((n) => n.labels.group).map((g) => [g, g])]),
      choice('hardware', 'Hardware', [['', 'Any hardware'], ...values((n) => n.hardware).map((x) => [x, x])]),
      h('span.count', { role: 'status' }, `${f.count(shown)} of ${f.count(everyone.length)} nodes`));
  }

  function change(key, value) {
    filter[key] = value;
    remember();
    draw();
  }

  visit.on('node', (view) => {
    const before = nodes.get(view.id);
    nodes.set(view.id, { ...brief(view), figures: before?.figures });
    soon();
  });
  visit.on('reset', () => read(true));
  let waiting = 0;
  const soon = () => {
    waiting ||= setTimeout(() => {
      waiting = 0;
      draw();
    }, 150);
  };
  visit.onLeave(() => clearTimeout(waiting));
  visit.every(POLL_MILLIS, () => read(false));
  draw();
  await read(true);
  performance.mark('fleet-interactive');
  await names.read(visit.signal).then(draw, () => {});
}

/** A node as events tell it, in the brief form of the list. */
function brief(view) {
  return {
    id: view.id, online: view.online, lastSeen: view.lastSeen, labels: view.labels,
    hardware: view.descriptor?.hardware ?? 'unknown', model: view.reported?.running?.model,
    phase: view.reported?.phase, error: view.reported?.error,
  };
}

const isTroubled = (node) => TROUBLED.has(node.phase);

function matcher({ text, state, group, hardware }) {
  const terms = text.trim().toLowerCase().split(/[\s,]+/).filter(Boolean);
  return (node) =>
    (!group || node.labels.group === group) &&
    (!hardware || node.hardware === hardware) &&
    (state !== 'online' || node.online) &&
    (state !== 'offline' || !node.online) &&
    (state !== 'trouble' || isTroubled(node)) &&
    terms.every((term) => {
      const equals = term.indexOf('=');
      return equals > 0
        ? String(node.labels[term.slice(0, equals)] ?? '').toLowerCase() === term.slice(equals + 1)
        : node.id.toLowerCase().includes(term);
    });
}

function summary(nodes) {
  const online = nodes.filter((node) => node.online);
  const serving = online.filter((node) => node.model);
  const kinds = new Set(serving.map((node) => node.model)).size;
  const middle = (of) => {
    const values = online.map(of).filter((v) => v !== undefined && v !== null).sort((a, b) => a - b);
    return values.length ? values[(values.length - 1) >> 1] : undefined;
  };
  return stats([
    ['Online', f.count(online.length), `of ${f.count(nodes.length)}`],
    ['Serving a model', f.count(serving.length), kinds ? `${kinds} model${kinds === 1 ? '' : 's'}` : ''],
    ['In trouble', f.count(nodes.filter(isTroubled).length)],
    ['Median accuracy', f.percent(middle(accuracy))],
    ['Median p99', f.micros(middle((n) => n.figures?.p99Us))],
  ]);
}

function columns(names) {
  return [
    { id: 'node', title: 'Node', width: '15%', order: (n) => n.id.toLowerCase(), cell: nodeCell },
    { id: 'hardware', title: 'Hardware', wide: 'wider', width: '16.5%', order: (n) => n.hardware, cell: (n) => h('span.muted', { title: n.hardware }, n.hardware) },
    { id: 'model', title: 'Model', width: '17.5%', order: (n) => n.model && names.of(n.model), cell: (n) => modelCell(n, names) },
    { id: 'accuracy', title: 'Accuracy', number: true, width: '8.5%', order: accuracy, cell: (n) => f.percent(accuracy(n)) },
    { id: 'p99', title: 'p99', number: true, wide: 'wide', width: '8%', order: (n) => n.figures?.p99Us, cell: (n) => f.micros(n.figures?.p99Us) },
    { id: 'cpu', title: 'CPU', number: true, wide: 'wide', width: '10.5%', order: (n) => n.figures?.cpuPercent, cell: cpuCell },
    { id: 'memory', title: 'Memory', number: true, wide: 'wide', width: '12%', order: (n) => n.figures?.memoryBytes, cell: memoryCell },
    { id: 'temperature', title: 'Temp.', number: true, wide: 'wide', width: '6.5%', order: (n) => n.figures?.temperatureCelsius, cell: (n) => f.celsius(n.figures?.temperatureCelsius) },
    { id: 'seen', title: 'Heard of', number: true, wide: 'wider', width: '9.5%', order: (n) => -new Date(n.lastSeen), cell: (n) => h('span.muted', null, f.moment(n.lastSeen)) },
  ];
}

function nodeCell(node) {
  const labels = Object.entries(node.labels).map(([key, value]) => (key === 'group' ? value : `${key}=${value}`)).join(' · ');
  return h('span.node-name', null,
    h('span.dot', { class: node.online ? 'good' : 'off', role: 'img', 'aria-label': node.online ? 'online' : 'offline' }),
    h('span.fit', null, h('a', { href: `#/nodes/${encodeURIComponent(node.id)}` }, node.id), labels && h('span.sub', null, labels)));
}

function modelCell(node, names) {
  if (!node.model) return node.phase && node.phase !== 'idle' ? badge(node.phase) : h('span.muted', null, 'none');
  return h('span.fit', null,
    h('a.plain', { href: `#/models/${node.model}`, title: node.model }, names.of(node.model)),
    node.phase && node.phase !== 'active' ? h('span.sub', null, badge(node.phase)) : h('span.sub.mono', null, f.short(node.model).slice(0, 8)));
}

/** Of the model that runs: what a trial measured last may be of another. */
const accuracy = ({ figures, model }) => (figures?.accuracyOf === model ? figures?.accuracy : undefined);

const cpuCell = ({ figures }) => [f.inUnit(figures?.cpuPercent, 'percent'), meter(figures?.cpuPercent / 100)];
const memoryCell = ({ figures }) => [f.bytes(figures?.memoryBytes), meter(figures?.memoryBytes / figures?.memoryTotalBytes)];

function nobody() {
  return h('section.panel', null, empty('No node yet',
    'A node appears here as soon as it says something on the broker. Start one, on a board or on this machine:',
    'espalier-node --broker mqtt://BROKER:1883 --id pi-1'));
}
