/** To come. */
import { head } from '../parts.js';

export const title = () => 'Rollouts';

export async function open(visit) {
  visit.draw(head('Rollouts'));
}
