import { Controller, Get } from '@nestjs/common';
import { Public } from '@voxkeep/platform';
import { goesFirst } from './precedence.js';
import { Recorder } from './session/recorder.js';

/** What the recorder counted, and 1 or 0 for whether it goes before other programs, for whoever may open its socket. */
@Controller('counters')
@Public('numbers of the process, on its own unix socket')
export class CountersController {
  constructor(private readonly recorder: Recorder) {}

  @Get()
  counters(): Readonly<Record<string, number>> {
    return { ...this.recorder.counters, goesFirst: Number(goesFirst()) };
  }
}
