import { Inject, Injectable } from '@nestjs/common';
import { Classes } from './classes.js';
import { Frames } from './frames.js';
import { Rehearsing } from './rehearsing.js';
import { Summaries } from './summaries.js';
import { Tombstones } from './tombstones.js';

/** What a run of retention is made of. */
@Injectable()
export class RunParts {
  @Inject(Frames) readonly frames!: Frames;
  @Inject(Rehearsing) readonly rehearsing!: Rehearsing;
  @Inject(Classes) readonly classes!: Classes;
  @Inject(Tombstones) readonly tombstones!: Tombstones;
  @Inject(Summaries) readonly summaries!: Summaries;
}
