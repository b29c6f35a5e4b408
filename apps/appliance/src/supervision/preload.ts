// Loaded into every program before its own code.
import { setSourceMapsSupport } from 'node:module';
import './end-with-parent.js';

// Stacks name our own lines. Those of packages stay as they are: to read their maps, as --enable-source-maps does, costs each
// program a fifth of its start.
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
