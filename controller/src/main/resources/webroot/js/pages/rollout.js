/** To come. */
import { head } from '../parts.js';

export const title = () => 'Rollout';

export async function open(visit) {
  visit.draw(head('Rollout'));
}
