/** Opens the page that the address names, and says how the controller is. */
import { morph, h } from './dom.js';
import { onState } from './api.js';
import { keepMoments } from './format.js';
import { icon } from './icons.js';
import * as live from './live.js';
import { drawSession } from './session.js';

const NAV = [['fleet', 'Fleet'], ['rollouts', 'Rollouts'], ['experiments', 'Experiments'], ['models', 'Models']];

/** Pages by address; a part that begins with a colon stands for anything. */
const PAGES = [
  ['fleet', 'fleet', () => import('./pages/fleet.js')],
  ['nodes/:id', 'fleet', () => import('./pages/node.js')],
  ['rollouts', 'rollouts', () => import('./pages/rollouts.js')],
  ['rollouts/:id', 'rollouts', () => import('./pages/rollout.js')],
  ['experiments', 'experiments', () => import('./pages/experiments.js')],
  ['experiments/:id', 'experiments', () => import('./pages/experiment.js')],
  ['compare/:id/:other', 'experiments', () => import('./pages/compare.js')],
  ['models', 'models', () => import('./pages/models.js')],
  ['models/:digest', 'models', () => import('./pages/model.js')],
  ['sign-in', '', () => import('./pages/sign-in.js')],
];

const main = document.getElementById('main');
let leave = () => {};

/** What a page is given: where to draw, and ways to do things until it is left. */
class Visit {
  constructor(params, query, signal) {
    this.params = params;
    this.query = query;
    this.signal = signal;
  }

  /** Draws the page; what is there already stays and is brought up to date. */
  draw(...content) {
    if (!this.signal.aborted) morph(main, h('main', null, ...content));
  }

  /** Hears of changes. */
  on(type, listener) {
    this.onLeave(live.on(type, listener));
  }

  /** Does something over and over, while somebody looks. */
  every(millis, work) {
    const timer = setInterval(() => document.hidden || work(), millis);
    this.onLeave(() => clearInterval(timer));
  }

  onLeave(work) {
    this.signal.addEventListener('abort', work, { once: true });
  }

  /** Puts filters into the address without opening the page again. */
  remember(query) {
    const kept = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
    const path = location.hash.split('?')[0] || '#/fleet';
    history.replaceState(null, '', kept.size ? `${path}?${kept}` : path);
  }
}

async function open() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const found = match(path) ?? match('fleet');
  leave();
  const visit = new AbortController();
  leave = () => visit.abort();
  drawNav(found.section);
  try {
    const page = await found.load();
    if (visit.signal.aborted) return;
    main.replaceChildren();
    scrollTo(0, 0);
    document.title = `${page.title(found.params)} · Espalier`;
    await page.open(new Visit(found.params, new URLSearchParams(query), visit.signal));
  } catch (failure) {
    if (visit.signal.aborted) return;
    main.replaceChildren(h('p.fault', { role: 'alert' }, failure.message));
  }
  // Somebody may have gone further on what was there before the rest came.
  const isTaken = main.contains(document.activeElement);
  if (!visit.signal.aborted && location.hash && !isTaken) main.querySelector('h1')?.focus({ preventScroll: true });
}

function match(path) {
  const parts = path.split('/').map(decodeURIComponent);
  for (const [pattern, section, load] of PAGES) {
    const wanted = pattern.split('/');
    if (wanted.length !== parts.length) continue;
    const params = {};
    const fits = wanted.every((one, i) => {
      if (one.startsWith(':')) params[one.slice(1)] = parts[i];
      return one.startsWith(':') ? parts[i] !== '' : one === parts[i];
    });
    if (fits) return { section, load, params };
  }
  return null;
}

function drawNav(section) {
  morph(document.getElementById('nav'), h('nav', null, NAV.map(([name, words]) =>
    h('a', { href: `#/${name}`, 'aria-current': name === section ? 'page' : null }, icon(name), words))));
}

const WORDS = {
  live: ['good', 'Live'],
  polling: ['warn', 'Every few seconds'],
  away: ['bad', 'Controller away'],
};
let lastHeard = new Date();

function drawLink(state) {
  const [shade, words] = WORDS[state];
  morph(document.getElementById('link'), h('div', null,
    h('span.dot', { class: state === 'live' ? 'live' : shade, 'aria-hidden': 'true' }), words));
  const banner = document.getElementById('banner');
  if (state === 'away' && banner.hidden) lastHeard = new Date();
  banner.hidden = state !== 'away';
  morph(banner, h('div', null,
    'The controller does not answer. What you see is from ', h('time', { datetime: lastHeard.toISOString() }, 'now'),
    '; the page goes on by itself when it is back.'));
}

onState({
  away: live.away,
  here: live.here,
  stranger: () => {
    if (location.hash.startsWith('#/sign-in')) return;
    sessionStorage.setItem('after-sign-in', location.hash);
    location.hash = '#/sign-in';
  },
});
addEventListener('hashchange', open);
keepMoments();
open();
live.listen(drawLink);
drawSession();
