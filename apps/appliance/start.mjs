#!/usr/bin/env node
// `npm start [-- --demo --port N --data DIR]`: runs on any Node from 20 on, with nothing installed yet.
import { ensurePackages } from './launch/packages.mjs';
import { buildPrograms } from './launch/programs.mjs';
import { run } from './launch/run.mjs';
import { refuse } from './launch/sentence.mjs';
import { buildWeb } from './launch/web.mjs';

if (Number(process.versions.node.split('.')[0]) < 20)
  refuse(`Node ${process.versions.node} is too old. Install Node 20 or newer and start again.`);
if (process.platform !== 'linux' || process.arch !== 'x64')
  refuse(`Voxkeep runs on Linux on x64, not on ${process.platform} ${process.arch}.`);

ensurePackages();
buildPrograms();
buildWeb();
run('apps/appliance/src/main.js', process.argv.slice(2));
