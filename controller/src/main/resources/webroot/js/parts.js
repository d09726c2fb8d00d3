/** What several pages are made of. */
import { h } from './dom.js';
import { icon } from './icons.js';

/** The head of a page; the first heading takes the focus when the page is opened. */
export function head(title, { crumb, sub, actions } = {}) {
  return h('div.head', null,
    h('div', null,
      crumb && h('a.crumb', { href: crumb.href }, '← ', crumb.text),
      h('h1', { tabindex: -1 }, title),
      sub && h('div.muted', null, sub)),
    actions && h('div.actions', null, actions));
}

export function panel(title, aside, ...content) {
  return h('section.panel', null,
    title && h('header', null, h('h2', null, title), aside && h('span.muted.small', null, aside)),
    ...content);
}

export function stats(entries) {
  return h('dl.stats', null, entries.map(([label, value, unit]) =>
    h('div', null, h('dt', null, label), h('dd', null, value, unit && h('small', null, unit)))));
}

export function facts(entries) {
  return h('dl.facts', null, entries.filter(([, value]) => value !== undefined && value !== null)
    .map(([label, value]) => [h('dt', null, label), h('dd', null, value)]));
}

export function empty(title, words, command) {
  return h('div.empty', null, icon('tree'), h('h2', null, title), h('p', null, words),
    command && h('code', null, command));
}

export const fault = (failure) => h('p.fault', { role: 'alert' }, failure.message ?? String(failure));
export const wait = (what) => h('p.wait', { 'aria-busy': 'true' }, `Reading ${what}…`);

/** How good a state is, in the four shades of badges. */
const SHADES = {
  active: 'good', serving: 'good', done: 'good', excluded: 'good', within: 'good', updated: 'good', online: 'good', measured: 'good',
  advancing: 'busy', running: 'busy', asked: 'busy', fetching: 'busy', verifying: 'busy', staging: 'busy', probation: 'busy', testing: 'busy', returning: 'busy', rolling_back: 'busy', sent: 'busy',
  paused: 'warn', halting: 'warn', undecided: 'warn', carried: 'warn', rolled_back: 'warn', returned: 'warn', offline: 'warn', slowed: 'warn',
  halted: 'bad', failed: 'bad', refused: 'bad', fallen_back: 'bad', not_returned: 'bad', error: 'bad',
};

export function badge(state, words = state) {
  const name = String(state).toLowerCase();
  return h('span.badge', { class: SHADES[name] ?? '' }, String(words).replaceAll('_', ' '));
}

/** A share as a little bar; the figure stands beside it, so it is not read out. */
export function meter(share, { warn = 0.8, bad = 0.95 } = {}) {
  if (share === undefined || share === null || Number.isNaN(share)) return null;
  const shade = share >= bad ? 'bad' : share >= warn ? 'warn' : '';
  return h('span.meter', { class: shade, 'aria-hidden': 'true', vars: { '--share': `${Math.min(100, Math.max(2, 100 * share))}%` } }, h('i'));
}

/** Asks before something is done; true if it is to be done. */
export function confirm({ title, words, action, harm = false }) {
  return new Promise((answer) => {
    const cancel = h('button.button', { type: 'button', onclick: () => dialog.close('no') }, 'Leave it');
    const dialog = h('dialog', { 'aria-labelledby': 'ask' },
      h('form', { method: 'dialog' },
        h('h2', { id: 'ask' }, title),
        h('p.muted', null, words),
        h('div.actions', null, cancel,
          h('button.button.main', { value: 'yes', class: harm ? 'harm' : '' }, action))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
    cancel.focus();
  });
}

let toasting = 0;

/** Says that something was done. */
export function toast(words) {
  document.getElementById('toast')?.remove();
  document.body.append(h('div', { id: 'toast', role: 'status' }, words));
  clearTimeout(toasting);
  toasting = setTimeout(() => document.getElementById('toast')?.remove(), 4000);
}
