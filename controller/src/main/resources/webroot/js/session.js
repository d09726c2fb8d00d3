/** Who is signed in, what they may do, and the way out. Without tokens there is nobody to name. */
import { h, morph } from './dom.js';
import { get, signOut } from './api.js';

const RETRY_MILLIS = 2000;

/**
 * Draws it; called again after somebody has signed in. Until it is known that they may change
 * something, what would is not shown.
 */
export async function drawSession() {
  const place = document.getElementById('session');
  const session = await get('/session').catch((failure) => {
    if (failure.status !== 401) setTimeout(drawSession, RETRY_MILLIS);
  });
  document.body.toggleAttribute('data-may-change', Boolean(session) && session.role !== 'viewer');
  place.hidden = !session?.name;
  morph(place, h('div', null, session?.name && [
    h('span', null, `${session.name}, ${session.role}`),
    h('button.link-button', { type: 'button', onclick: leave }, 'Sign out'),
  ]));
}

async function leave() {
  await signOut();
  sessionStorage.removeItem('after-sign-in');
  location.hash = '#/sign-in';
  location.reload();
}
