/** One experiment: its trials as they end, the table, and which models nothing beats. */
import { h } from '../dom.js';
import { get, post } from '../api.js';
import { deploy } from '../deploy.js';
import * as f from '../format.js';
import { ACCURACY, capital, mean, say, worth } from '../figure.js';
import { costs, memberName, pareto } from '../pareto.js';
import { badge, confirm, empty, facts, fault, head, panel, stats, toast, wait } from '../parts.js';
import { grid } from '../trials.js';

const SUMMARY_MILLIS = 1500;

export const title = (params) => params.id;

export async function open(visit) {
  const id = visit.params.id;
  const path = `/experiments/${encodeURIComponent(id)}`;
  let experiment = null;
  let summary = null;
  let failure = null;
  let cost = costs[0];
  let chosen = null;
  let due = 0;

  async function read() {
    try {
      experiment = await get(path, { signal: visit.signal });
      summary = await get(path + '/summary', { signal: visit.signal });
      const name = chosen && memberName(chosen);
      chosen = summary.members.find((m) => memberName(m) === name) ?? best(summary);
      failure = null;
    } catch (e) {
      failure = e;
    }
    draw();
  }

  const soon = () => {
    due ||= setTimeout(() => {
      due = 0;
      read();
    }, SUMMARY_MILLIS);
  };
  visit.onLeave(() => clearTimeout(due));

  async function cancel() {
    const sure = await confirm({ title: 'Cancel this experiment?', words: 'What was measured is kept; asked for again, it goes on where it was.', action: 'Cancel it', harm: true });
    if (!sure) return;
    await post(path + '/cancel?who=dashboard').then(() => toast(`${id}: cancelled`), (e) => toast(e.message));
    await read();
  }

  const choose = (member) => {
    if (chosen === member) return;
    chosen = member;
    draw();
  };

  function draw() {
    const crumb = { href: '#/experiments', text: 'Experiments' };
    if (!experiment) return visit.draw(head(id, { crumb }), failure ? fault(failure) : wait('the experiment'));
    const { counts, progress, state } = experiment;
    visit.draw(
      head(id, {
        crumb,
        sub: h('span.inline', null, badge(state), progress ? `${progress.stage} · ${f.percent(progress.fraction, 0)}` : experiment.reason ?? `asked for by ${experiment.who}, `, !progress && f.moment(experiment.createdAt)),
        actions: [
          (state === 'queued' || state === 'running') && h('button.button.harm.changes', { key: 'cancel', type: 'button', onclick: cancel }, 'Cancel'),
          h('a.button', { key: 'compare', href: `#/compare/${encodeURIComponent(id)}/${encodeURIComponent(id)}` }, 'Compare parts'),
          h('a.button', { key: 'csv', href: `/api/v1${path}/results.csv` }, 'CSV'),
          h('a.button', { key: 'report', href: `/api/v1${path}/report.html` }, 'Report'),
        ],
      }),
      failure?.status && fault(failure),
      stats([
        ['Measured', f.count(counts.measured), `of ${f.count(counts.trials)} trials`],
        ...(counts.dropped ? [['Dropped', f.count(counts.dropped), 'could no longer win']] : []),
        ['Failed', f.count(counts.failed)],
        [`Best ${main().label}`, say(main(), topOf(summary))],
        ['Beaten by none', summary ? f.count(summary.members.filter((m) => m.front).length) : '–', summary ? `of ${summary.members.length} models` : ''],
      ]),
      h('div.stack', null,
        summary?.members.length ? plot() : null,
        h('div.columns.trials-and-table', null,
          panel('Trials', 'a square for each seed', experiment.trials ? grid(experiment.trials) : null),
          panel('Table', `${main().title}, median / p99 µs, kB`, summary?.members.length ? table(summary.table) : empty('Nothing measured yet', 'Figures appear as trials end.')))));
  }

  const main = () => summary?.main ?? ACCURACY;

  function plot() {
    return panel(`${capital(main())} against cost`, null, h('div.pad.pareto-panel', null,
      h('div', null,
        h('div.choices', { role: 'group', 'aria-label': 'Cost' }, costs.map((one) =>
          h('button', { key: one, type: 'button', 'aria-pressed': String(one === cost), onclick: () => { cost = one; draw(); } }, one === 'bytes' ? 'Bytes' : 'Latency'))),
        pareto(summary.members, cost, chosen, choose, main())),
      chosen && h('aside.chosen-model', { 'aria-live': 'polite' },
        h('h3', null, memberName(chosen)), chosen.front && badge('excluded', 'beaten by none'),
        facts([
          [capital(main()), spread(chosen.statistics[main().metric], (v) => say(main(), v))],
          ['Size', f.bytes(chosen.statistics.model_bytes.mean)],
          ['On the wire', f.bytes(chosen.statistics.wire_bytes?.mean)],
          ['Median', f.micros(chosen.statistics.latency_p50_us.mean)],
          ['p99', f.micros(chosen.statistics.latency_p99_us.mean)],
          ['Repetitions', f.count(chosen.n)],
        ]),
        h('button.button.main.changes', { type: 'button', onclick: deployChosen }, 'Deploy this one'))));
  }

  function deployChosen() {
    const trial = `${path}/trials/${chosen.trials[0]}/artifact`;
    deploy(`${memberName(chosen)} of ${id}, as its first repetition made it.`, () => post(trial));
  }

  const isOurs = (view) => (view.experiment ?? view.id) === id;
  visit.on('experiment', (view) => {
    if (!isOurs(view)) return;
    experiment = { ...view, trials: experiment?.trials };
    draw();
    soon();
  });
  visit.on('trial', (view) => {
    if (!isOurs(view) || !experiment?.trials) return;
    experiment.trials = experiment.trials.map((one) => (one.number === view.number ? view : one));
    draw();
    soon();
  });
  visit.on('reset', read);
  visit.every(10_000, () => experiment && (experiment.state === 'running' || experiment.state === 'queued') && read());
  draw();
  await read();
}

/** The best of those that nothing beats. */
function best({ members, main }) {
  return [...members].sort((a, b) => b.front - a.front || worth(main, b) - worth(main, a))[0] ?? null;
}

/** The best figure of all. */
function topOf(summary) {
  const members = [...(summary?.members ?? [])].sort((a, b) => worth(summary.main, b) - worth(summary.main, a));
  return members.length ? mean(summary.main, members[0]) : undefined;
}

const spread = ({ mean, sd } = {}, words) => (sd ? `${words(mean)} ± ${words(sd)}` : words(mean));

function table({ precisions, rows }) {
  const cell = (c) => (c ? [h('span.figure', null, c.figure), h('span.sub.figure', null, `${c.latency} · ${c.kilobytes}`)] : h('span.muted', null, '–'));
  return h('div.scroll-x', { tabindex: 0, role: 'region', 'aria-label': 'Table' }, h('table', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Method'), h('th.number', { scope: 'col' }, 'Sparsity'), precisions.map((p) => h('th.number', { scope: 'col' }, p)))),
    h('tbody', null, rows.map((row) => h('tr', { key: row.name + row.sparsity },
      h('th', { scope: 'row' }, row.name), h('td.number', null, f.percent(row.sparsity, 0)), precisions.map((p) => h('td.number', null, cell(row.cells[p]))))))));
}
