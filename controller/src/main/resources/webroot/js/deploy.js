/** 'Deploy this one': what a trial measured becomes a rollout, once somebody has said where. */
import { h } from './dom.js';
import { post } from './api.js';
import { memberName } from './pareto.js';
import { fault } from './parts.js';

export function deploy(experiment, member) {
  const problem = h('div');
  const field = (label, props) => h('label', null, label, h('input', props));
  const close = () => dialog.close();
  const go = h('button.button.main', { type: 'submit' }, 'Begin the rollout');

  async function submit(event) {
    event.preventDefault();
    const said = new FormData(event.target);
    go.disabled = true;
    try {
      const kept = await post(`/experiments/${encodeURIComponent(experiment)}/trials/${member.trials[0]}/artifact`);
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
    h('p.muted', null, `${memberName(member)} of ${experiment}, as its first repetition made it.`),
    problem,
    field('To which nodes', { name: 'to', value: 'all', required: true, placeholder: 'all, or group=shops' }),
    field('First to', { name: 'canary', value: '5%', required: true, placeholder: '5%, or 3' }),
    h('div.actions', null, h('button.button', { type: 'button', onclick: close }, 'Leave it'), go)));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
