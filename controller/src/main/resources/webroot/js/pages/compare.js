/** To come. */
import { head } from '../parts.js';

export const title = () => 'Comparison';

export async function open(visit) {
  visit.draw(head('Comparison'));
}
