#!/usr/bin/env node
// `npm run build`: compiles everything again, whether or not a source changed.
import { ensurePackages } from './launch/packages.mjs';
import { buildPrograms } from './launch/programs.mjs';
import { buildWeb } from './launch/web.mjs';

ensurePackages();
buildPrograms({ force: true });
buildWeb({ force: true });
