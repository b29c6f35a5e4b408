import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listSettings } from '@voxkeep/platform';

const page = path.resolve(__dirname, '../../docs/settings.md');

/** docs/settings.md from the catalogue of settings. `WRITE_DOCS=1 npm run test:level architecture` writes it anew. */
function renderPage(): string {
  const rows = listSettings().map(
    ({ name, variable, description, secret }) =>
      `| \`${name}\` | \`${variable}\` | ${description}${secret ? ' *Secret.*' : ''} |`,
  );
  return `# Settings\n\nEvery setting of every process. A process is given only those of its groups; secrets are passed by environment to the one process that needs them.\n\n| setting | variable | what it is |\n|---|---|---|\n${rows.join('\n')}\n`;
}

describe('the settings', () => {
  it('are documented in docs/settings.md, each with its variable and what it is', () => {
    if (process.env['WRITE_DOCS'] === '1') writeFileSync(page, renderPage());
    expect(readFileSync(page, 'utf8')).toBe(renderPage());
  });

  it('have names of their own: no two read the same variable', () => {
    const variables = listSettings().map(({ variable }) => variable);
    expect(new Set(variables).size).toBe(variables.length);
  });
});
