import path from 'node:path';
import type { Plugin } from 'vite';

const sources = path.resolve(import.meta.dirname, '../src/csp');

/**
 * Makes the component library obey `style-src 'self'` with neither nonce nor 'unsafe-inline': the `<style>` elements that it would
 * add at run time become constructable style sheets, which CSP Level 3 does not govern. The build fails when the library changes
 * so that nothing is found to replace: a silent miss would show as an unstyled page only.
 */
export function adoptStyles(): Plugin {
  let styles = 0;
  let singletons = 0;
  return {
    name: 'voxkeep-adopt-styles',
    enforce: 'pre',
    apply: 'build',
    resolveId(id) {
      if (id !== 'react-style-singleton') return undefined;
      singletons += 1;
      return path.join(sources, 'style-singleton.ts');
    },
    transform(code, id) {
      if (!/@mantine[\\/].*\.mjs$/.test(id) || !code.includes('jsx("style"')) return undefined;
      styles += 1;
      const adopted = JSON.stringify(path.join(sources, 'adopted-style.tsx'));
      return {
        code: `import { AdoptedStyle as VoxkeepStyle } from ${adopted};\n${code.replaceAll('jsx("style"', 'jsx(VoxkeepStyle')}`,
        map: null,
      };
    },
    buildEnd(error) {
      if (!error && (styles === 0 || singletons === 0))
        this.error(
          `No style element left to adopt (${String(styles)} components, ${String(singletons)} singletons): the plugin no longer fits the library.`,
        );
    },
  };
}
