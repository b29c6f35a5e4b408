// One process of a load: gets its share as a message, answers with the result, and ends.
import { Caller } from './caller.js';
import type { LoadShare } from './plan.js';

process.once('message', (share: LoadShare) => {
  void new Caller(share).run().then((result) => {
    process.send?.(result, () => {
      if (process.connected) process.disconnect();
    });
  });
});
