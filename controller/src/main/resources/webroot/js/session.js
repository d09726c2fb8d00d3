/** Who is signed in, and the way out. Without tokens there is nobody to name. */
import { h, morph } from './dom.js';
import { get, signOut } from './api.js';

/** Draws it; called again after somebody has signed in. */
export async function drawSession() {
  const place = document.getElementById('session');
  const session = await get('/session').catch(() => null);
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
