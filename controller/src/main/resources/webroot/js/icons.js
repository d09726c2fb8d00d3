/** Drawings, all of one hand: 24 units, one line. */
import { svg } from './dom.js';

const PATHS = {
  fleet: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  rollouts: 'M4 18c4 0 4-4 8-4s4 4 8 4M4 12c4 0 4-4 8-4s4 4 8 4M12 4v1',
  experiments: 'M9 4h6M10 4v6l-5 8.5A1.5 1.5 0 0 0 6.3 21h11.4a1.5 1.5 0 0 0 1.3-2.5L14 10V4M7.5 15h9',
  models: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  tree: 'M12 21V4M12 18H8q-4 0-4-4v-1M12 18h4q4 0 4-4v-1M12 11H9q-3 0-3-3V7M12 11h3q3 0 3-3V7',
};

export function icon(name) {
  return svg('svg', {
    viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.7,
    'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true',
  }, svg('path', { d: PATHS[name] }));
}
