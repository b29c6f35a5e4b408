const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * System files that take longest, first: what is begun last should be short, so that no worker waits for another one at the end. The
 * second one needs no furnished site, which the first one is making meanwhile (furnished-site.ts).
 */
const longest = ['web', 'governed-call', 'backup', 'person', 'erasure', 'crash', 'appliance', 'sealed-start'];
const rankOf = ({ path: file }) => {
  const rank = longest.indexOf(path.basename(file, '.e2e-spec.ts'));
  return rank < 0 ? longest.length : rank;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rankOf(one) - rankOf(other));
  }
};
