/** To come. */
import { head } from '../parts.js';

export const title = () => 'Model';

export async function open(visit) {
  visit.draw(head('Model'));
}
