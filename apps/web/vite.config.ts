import path from 'node:path';
import { defineConfig } from 'vite';
import { adoptStyles } from './csp/adopt-styles.ts';

const root = import.meta.dirname;

// eslint-disable-next-line no-restricted-syntax -- Vite reads its configuration from the default export.
export default defineConfig({
  root,
  plugins: [adoptStyles()],
  resolve: { alias: { '@voxkeep/contracts': path.resolve(root, '../../libs/contracts/src/index.ts') } },
  css: { postcss: { plugins: [] } },
  build: {
    outDir: path.resolve(root, '../../dist/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    chunkSizeWarningLimit: 900,
    // The component library marks its modules for server rendering, which is not used here.
    rolldownOptions: {
      // One chunk for zod, its setting and the schemas, so that the setting is made before the first schema is.
      output: {
        codeSplitting: { groups: [{ name: 'schemas', test: /node_modules[\\/]zod[\\/]|libs[\\/]contracts[\\/]|without-eval/ }] },
      },
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
});
