/** To come. */
import { head } from '../parts.js';

export const title = () => 'Experiment';

export async function open(visit) {
  visit.draw(head('Experiment'));
}
