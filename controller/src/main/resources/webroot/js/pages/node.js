/** One node: what it measures, what was brought to it, and what went wrong. */
import { h } from '../dom.js';
import { get } from '../api.js';
import { Chart } from '../chart.js';
import * as f from '../format.js';
import { ModelNames } from '../models.js';
import { NodePoints, follow } from '../records.js';
import { badge, empty, facts, fault, head, panel, wait } from '../parts.js';

const MINUTE = 60_000;
const SPANS = [['15 min', 15 * MINUTE], ['1 h', 60 * MINUTE], ['24 h', 1440 * MINUTE], ['7 d', 10_080 * MINUTE]];
const DRAW_MILLIS = 1000;

export const title = (params) => params.id;

export async function open(visit) {
  const id = visit.params.id;
  const path = `/nodes/${encodeURIComponent(id)}`;
  const names = new ModelNames();
  const charts = drawings();
  const points = new NodePoints(id, charts.flatMap(({ metrics }) => metrics));
  visit.onLeave(() => charts.forEach(({ chart }) => chart.close()));
  let node = null;
  let deployments = [];
  let failure = null;
  let span = 0;
  let stopFollowing = () => {};
  let dirty = false;
  let drawn = [];
  visit.onLeave(() => stopFollowing());

  async function read() {
    try {
      [node, deployments] = await Promise.all([
        get(path, { signal: visit.signal }),
        get(path + '/deployments', { signal: visit.signal }).then((answer) => answer.deployments),
      ]);
      failure = null;
    } catch (e) {
      failure = e;
    }
    draw();
  }

  async function readPoints() {
    const now = Date.now();
    try {
      if (span === 0) await points.readRecords(now - SPANS[0][1], visit.signal);
      else await points.readSeries(now - SPANS[span][1], now, visit.signal);
      show();
      draw();
    } catch (e) {
      if (!visit.signal.aborted) failure = e;
      draw();
    }
  }

  function take(record) {
    const before = JSON.stringify(points.board);
    dirty = points.take(record) || dirty;
    if (JSON.stringify(points.board) !== before) draw();
  }

  function look(index) {
    span = index;
    stopFollowing();
    stopFollowing = () => {};
    draw();
    if (index === 0) stopFollowing = follow(id, take, readPoints);
    else readPoints();
  }

  function show() {
    const now = Date.now();
    const from = now - SPANS[span][1];
    if (span === 0) points.forget(from);
    for (const { chart, metrics } of charts) chart.show(metrics.map((metric) => points.of(metric)), from, now);
    if (drawn.length !== shown().length) draw();
  }

  /** A board without a sensor has no chart of it. */
  const shown = () => charts.filter(({ optional, metrics }) => !optional || metrics.some((metric) => points.of(metric).length));

  function draw() {
    const crumb = { href: '#/fleet', text: 'Fleet' };
    if (!node) return visit.draw(head(id, { crumb }), failure ? fault(failure) : wait('the node'));
    drawn = shown();
    visit.draw(
      head(id, { crumb, sub: state(node, names, points.board), actions: choices() }),
      failure?.status && fault(failure),
      h('div.stack', null,
        node.reported?.error && h('p.note.warn', null, node.reported.error),
        h('div.charts', null, drawn.map(({ chart }) => chart.element)),
        h('div.columns', null,
          panel('Deployments', `${deployments.length}`, history(deployments, names)),
          h('div.stack', null, panel('Last errors', null, errors(node, deployments)), panel('This node', null, h('div.pad', null, about(node, points.board)))))));
  }

  const choices = () => h('div.choices', { role: 'group', 'aria-label': 'Time shown' }, SPANS.map(([words], i) =>
    h('button', { key: words, type: 'button', 'aria-pressed': String(i === span), onclick: () => look(i) }, words)));

  visit.on('node', (view) => {
    if (view.id === id) {
      const moved = view.reported?.deployment !== node?.reported?.deployment || view.reported?.phase !== node?.reported?.phase;
      node = view;
      if (moved) read();
      else draw();
    }
  });
  visit.on('reset', () => {
    read();
    readPoints();
  });
  visit.every(DRAW_MILLIS, () => {
    if (dirty || span === 0) show();
    dirty = false;
  });
  visit.every(MINUTE, () => span > 0 && readPoints());
  draw();
  await read();
  if (node) look(0);
  await names.read(visit.signal).then(draw, () => {});
}

function drawings() {
  const one = (title, unit, metrics, lines, { optional, ...limits }) => ({ metrics, optional, chart: new Chart({ title, unit, lines, ...limits }) });
  return [
    one('CPU', 'percent', ['system_cpu_percent'], [{ name: 'CPU', shade: 'leaf' }], { least: 0, most: 100 }),
    one('Memory', 'bytes', ['system_memory_bytes'], [{ name: 'memory', shade: 'leaf' }], { least: 0 }),
    one('Latency', 'us', ['latency_p99_us', 'latency_p50_us'], [{ name: 'p99', shade: 'leaf' }, { name: 'median', shade: 'sky' }], { least: 0 }),
    one('Accuracy', 'share', ['accuracy'], [{ name: 'accuracy', shade: 'leaf' }], { most: 1 }),
    one('Memory of the agent', 'bytes', ['memory_bytes'], [{ name: 'memory', shade: 'leaf' }], { least: 0 }),
    one('Temperature', 'celsius', ['temperature_celsius'], [{ name: 'temperature', shade: 'amber' }], {}),
    one('Clock', 'megahertz', ['cpu_megahertz'], [{ name: 'clock', shade: 'sky' }], { least: 0, optional: true }),
  ];
}

function state(node, names, board) {
  const running = node.reported?.running;
  const slowed = f.throttling(board?.throttled).now;
  return h('span.inline', null,
    slowed.length > 0 && badge('slowed', `slowed: ${slowed.join(', ')}`),
    badge(node.online ? 'online' : 'offline'), node.reported && node.reported.phase !== 'idle' && badge(node.reported.phase),
    running ? h('span', null, 'serves ', h('a', { href: `#/models/${running.model}` }, names.of(running.model))) : h('span', null, 'serves no model'),
    h('span', null, '· heard of ', f.moment(node.lastSeen)));
}

function about(node, board) {
  const d = node.descriptor;
  return facts([
    ['Hardware', d?.hardware], ['Processor', d && `${d.cores} × ${d.architecture}`], ['Memory', d && f.bytes(d.memoryBytes)],
    ['System', d?.os], ['Agent', d?.agent], ['TensorFlow Lite', d?.tensorflowLite],
    ...ofBoard(board),
    ['Good inferences', node.reported?.running && f.count(node.reported.running.goodInferences)],
    ['Crashes', node.reported?.running && f.count(node.reported.running.crashes)],
    ['Labels', Object.keys(node.labels).length > 0 && h('span.tags', null, Object.entries(node.labels).map(([k, v]) => h('span.tag', null, `${k}=${v}`)))],
  ].filter(([, value]) => value));
}

/** What a board says of itself; nothing of what it does not say. */
function ofBoard(board) {
  const slowed = f.throttling(board?.throttled);
  const known = board?.throttled !== undefined;
  const card = board?.card;
  return [
    ['Clock', board?.cpuMegahertz !== undefined && [f.megahertz(board.cpuMegahertz), board.cpuMaxMegahertz && ` of ${f.megahertz(board.cpuMaxMegahertz)}`, board.governor && `, ${board.governor}`]],
    ['Slowed now', known && (slowed.now.join(', ') || 'no')],
    ['Slowed since boot', known && (slowed.sinceBoot.join(', ') || 'no')],
    ['Card', card && [card.device, card.bytesWritten !== undefined && `, ${f.bytes(card.bytesWritten)} written since boot`,
      card.lifeUsedPercent !== undefined && `, at most ${card.lifeUsedPercent} % of its life used`, card.reserve && `, spare blocks: ${card.reserve}`]],
  ];
}

function history(deployments, names) {
  if (!deployments.length) return empty('Nothing was deployed here', 'Rollouts that take this node will be listed.');
  return h('ol.log', { tabindex: 0, 'aria-label': 'Deployments, the newest first' }, deployments.map((one) =>
    h('li', { key: one.rollout },
      h('div.inline', null, h('strong', null, names.of(one.model)), badge(one.step)),
      h('p.muted.small', null, 'rollout ', h('a', { href: `#/rollouts/${encodeURIComponent(one.rollout)}` }, one.rollout), ` · wave ${one.wave} · `, f.moment(one.createdAt)),
      one.findings?.error && h('p.small', null, one.findings.error))));
}

function errors(node, deployments) {
  const found = [
    node.reported?.error && { at: node.reported.stamp.at, words: node.reported.error, where: 'now' },
    ...deployments.filter((one) => one.findings?.error).map((one) => ({ at: one.createdAt, words: one.findings.error, where: one.rollout })),
  ].filter(Boolean);
  if (!found.length) return h('p.pad.muted', null, 'No error was reported.');
  return h('ul.log', { tabindex: 0, 'aria-label': 'Last errors' }, found.map((one) => h('li', null, h('span', null, one.words), h('p.muted.small', null, one.where, ' · ', f.moment(one.at)))));
}
