/** What the controller says by itself. Whoever listens is told to read anew after a gap. */
const RETRY_MILLIS = 2000;
const TYPES = ['node', 'rollout', 'experiment', 'trial', 'reset'];

const listeners = new Map(TYPES.map((type) => [type, new Set()]));
let source = null;
let state = 'connecting';
let tell = () => {};
let retry = 0;

/** Begins to listen; `onState` hears 'live', 'polling' or 'away'. */
export function listen(onState) {
  tell = onState;
  connect();
}

/** Adds a listener of a type; returns what takes it away again. */
export function on(type, listener) {
  listeners.get(type).add(listener);
  return () => listeners.get(type).delete(listener);
}

/** A request failed: the controller may be gone. */
export function away() {
  become('away');
  if (!source || source.readyState === EventSource.CLOSED) later();
}

/** A request succeeded. */
export function here() {
  if (state === 'away' && source?.readyState === EventSource.CLOSED) become('polling');
}

export function reconnect() {
  source?.close();
  connect();
}

function connect() {
  clearTimeout(retry);
  source = new EventSource('/api/v1/events');
  source.onopen = () => {
    // A page that listens already may have read before the stream was there to tell it more.
    const gap = state !== 'connecting' || listeners.get('reset').size > 0;
    become('live');
    if (gap) emit('reset', null);
  };
  source.onerror = () => {
    if (source.readyState === EventSource.CONNECTING) become('away');
    else fetch('/healthz').then(() => become('polling'), () => become('away')).then(later);
  };
  for (const type of TYPES) {
    source.addEventListener(type, (event) => emit(type, event.data ? JSON.parse(event.data) : null));
  }
}

function later() {
  clearTimeout(retry);
  retry = setTimeout(connect, state === 'polling' ? 10 * RETRY_MILLIS : RETRY_MILLIS);
}

function become(next) {
  if (next === state) return;
  const back = state === 'away' && next === 'polling';
  state = next;
  tell(next);
  if (back) emit('reset', null);
}

function emit(type, data) {
  for (const listener of [...listeners.get(type)]) listener(data);
}
