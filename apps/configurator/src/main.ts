import 'reflect-metadata';
import path from 'node:path';
import { createApi, runProgram, settings } from '@voxkeep/platform';
import { ConfiguratorModule } from './configurator.module.js';

void runProgram('configurator', () =>
  createApi(ConfiguratorModule, { name: 'configurator', socket: path.join(settings().sockets.directory, 'configurator.sock') }),
);
