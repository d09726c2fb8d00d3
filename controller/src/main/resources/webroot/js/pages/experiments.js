/** To come. */
import { head } from '../parts.js';

export const title = () => 'Experiments';

export async function open(visit) {
  visit.draw(head('Experiments'));
}
