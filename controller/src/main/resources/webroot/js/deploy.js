/** 'Deploy this one': a model becomes a rollout, once somebody has said where. */
import { h } from './dom.js';
import { post } from './api.js';
import { fault } from './parts.js';

/**
 * Asks where a model is to go, and begins that.
 *
 * @param what it is, in words
 * @param keep answers with the digests of the model and of its head, if it has one
 */
export function deploy(what, keep) {
  const problem = h('div');
  const field = (label, props) => h('label', null, label, h('input', props));
  const close = () => dialog.close();
  const go = h('button.button.main', { type: 'submit' }, 'Begin the rollout');

  async function submit(event) {
    event.preventDefault();
    const said = new FormData(event.target);
    go.disabled = true;
    try {
      const kept = await keep();
      const rollout = await post('/rollouts?who=dashboard', {
        model: kept.model, head: kept.head, to: said.get('to').trim(), canary: said.get('canary').trim(),
      });
      close();
      location.hash = `#/rollouts/${encodeURIComponent(rollout.id)}`;
    } catch (failure) {
      problem.replaceChildren(fault(failure));
      go.disabled = false;
    }
  }

  const dialog = h('dialog', { 'aria-labelledby': 'deploy' }, h('form', { onsubmit: submit },
    h('h2', { id: 'deploy' }, 'Deploy this one'),
    h('p.muted', null, what),
    problem,
    field('To which nodes', { name: 'to', value: 'all', required: true, placeholder: 'all, or group=shops' }),
    field('First to', { name: 'canary', value: '5%', required: true, placeholder: '5%, or 3' }),
    h('div.actions', null, h('button.button', { type: 'button', onclick: close }, 'Leave it'), go)));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
