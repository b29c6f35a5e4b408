#!/usr/bin/env node
// The operator's command: `npx voxkeep <command>`. Builds nothing while an installation is running on it; it only needs a finished build.
import { ensurePackages } from '../launch/packages.mjs';
import { buildPrograms } from '../launch/programs.mjs';
import { run } from '../launch/run.mjs';

ensurePackages();
buildPrograms();
run('apps/appliance/src/command.js', process.argv.slice(2));
