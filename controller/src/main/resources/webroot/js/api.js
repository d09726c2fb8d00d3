/** Asks the controller. Failures are an ApiError with words for people. */
const BASE = '/api/v1';

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

const listeners = { away: () => {}, here: () => {}, stranger: () => {} };

/** Who is told when the controller is away, is here, or wants a token. */
export function onState(handlers) {
  Object.assign(listeners, handlers);
}

export async function get(path, { signal } = {}) {
  return (await ask('GET', path, { signal })).json();
}

export async function text(path, { signal } = {}) {
  return (await ask('GET', path, { signal })).text();
}

export async function post(path, body) {
  return (await ask('POST', path, { body, once: crypto.randomUUID?.() })).json();
}

/** A list, whole, however many pages it comes in. */
export async function all(path, items, { signal } = {}) {
  const found = [];
  let after = '';
  do {
    const page = await get(path + (path.includes('?') ? '&' : '?') + 'limit=1000' + after, { signal });
    found.push(...page[items]);
    after = page.next && page[items].length ? '&after=' + encodeURIComponent(page.next) : '';
  } while (after);
  return found;
}

/** Begins a session with a token; the browser keeps a cookie that scripts cannot read. */
export async function signIn(token) {
  await ask('POST', '/session', { headers: { Authorization: 'Bearer ' + token } });
}

export async function signOut() {
  await ask('DELETE', '/session', {});
}

async function ask(method, path, { signal, body, once, headers = {} }) {
  let answer;
  const sent = { ...headers };
  if (body !== undefined) sent['Content-Type'] = 'application/json';
  if (once) sent['Idempotency-Key'] = once;
  try {
    answer = await fetch(BASE + path, {
      method, signal, headers: sent, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    listeners.away();
    throw new ApiError(0, 'The controller does not answer.');
  }
  listeners.here();
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 && !headers.Authorization) listeners.stranger();
  throw new ApiError(answer.status, problem.detail ?? `${answer.status} ${answer.statusText}`);
}
