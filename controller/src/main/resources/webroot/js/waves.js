/** How far nodes are, as one bar of several shades. */
import { h } from './dom.js';

const STEPS = [
  ['updated', 'updated'], ['asked', 'asked'], ['failed', 'failed'], ['carried', 'no longer waited for'],
  ['returning', 'returning'], ['returned', 'returned'], ['notReturned', 'would not return'],
];

/** What counts say in words: `19 updated, 1 failed`. */
export function inWords(counts) {
  const known = STEPS.reduce((sum, [key]) => sum + counts[key], 0);
  const parts = STEPS.filter(([key]) => counts[key]).map(([key, words]) => `${counts[key]} ${words}`);
  if (counts.nodes > known) parts.push(`${counts.nodes - known} waiting`);
  return parts.join(', ');
}

export function progress(counts) {
  return h('span.progress', { role: 'img', 'aria-label': inWords(counts), title: inWords(counts) },
    STEPS.map(([key]) => counts[key] > 0 && h('i', { key, class: key, vars: { '--share': `${(100 * counts[key]) / counts.nodes}%` } })));
}
