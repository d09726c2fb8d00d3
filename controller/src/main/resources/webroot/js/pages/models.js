/** To come. */
import { head } from '../parts.js';

export const title = () => 'Models';

export async function open(visit) {
  visit.draw(head('Models'));
}
