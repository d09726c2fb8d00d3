/** What models are called. */
import { all } from './api.js';
import { short } from './format.js';

/** Names by digest; those that are not known yet are short digests. */
export class ModelNames {
  constructor() {
    this.names = new Map();
  }

  async read(signal) {
    for (const artifact of await all('/artifacts', 'artifacts', { signal })) {
      this.names.set(artifact.digest, artifact.name);
    }
  }

  of(digest) {
    return this.names.get(digest) ?? short(digest);
  }
}
