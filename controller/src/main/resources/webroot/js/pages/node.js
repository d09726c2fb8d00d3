/** To come. */
import { head } from '../parts.js';

export const title = () => 'Node';

export async function open(visit) {
  visit.draw(head('Node'));
}
