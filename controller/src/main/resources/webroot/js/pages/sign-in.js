/** A token in exchange for a session. */
import { h } from '../dom.js';
import { signIn } from '../api.js';
import { fault } from '../parts.js';
import * as live from '../live.js';
import { drawSession } from '../session.js';

export const title = () => 'Sign in';

export async function open(visit) {
  let failure = null;

  async function submit(event) {
    event.preventDefault();
    try {
      await signIn(new FormData(event.target).get('token').trim());
      live.reconnect();
      drawSession();
      location.hash = sessionStorage.getItem('after-sign-in') || '#/fleet';
    } catch (e) {
      failure = e.status === 401 ? new Error('This controller does not know that token.') : e;
      draw();
    }
  }

  function draw() {
    visit.draw(h('form.panel.sign-in', { onsubmit: submit },
      h('h1', { tabindex: -1 }, 'Sign in'),
      h('p.muted', null, 'This controller wants to know who asks. Tokens are made with ', h('code', null, 'espalier tokens add'), '.'),
      failure && fault(failure),
      h('label', null, 'Token', h('input', { name: 'token', type: 'password', required: true, autocomplete: 'current-password', spellcheck: 'false' })),
      h('button.button.main', { type: 'submit' }, 'Sign in')));
  }

  draw();
}
