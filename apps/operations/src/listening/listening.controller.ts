import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Answers, AsksPurpose, By, HttpProblem, SignedIn, SignedInStage, ZodBody, ZodParam, ZodQuery } from '@voxkeep/platform';
import { wavBytes } from '@voxkeep/recording';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordingView } from '../contacts/recording-view.js';
import { AudioAnswer } from './audio-answer.js';
import { decideRange, type RangeDecision } from './byte-range.js';
import { Listenings } from './listenings.js';
import { RecordingsToHear } from './recordings-to-hear.js';

const listeningQuery = z.object({ listening: z.uuid() });
type IdPath = z.infer<typeof http.idPath>;

/** Listening: the purpose first, then the audio in as many ranges as the player asks for. Own recordings need no right. */
@Controller('recordings')
export class ListeningController {
  constructor(
    @Inject(RecordingsToHear) private readonly recordings: RecordingsToHear,
    @Inject(Listenings) private readonly listenings: Listenings,
    @Inject(AudioAnswer) private readonly audioAnswer: AudioAnswer,
  ) {}

  @Post(':id/listening')
  @SignedInStage('full')
  @AsksPurpose()
  @Answers(http.listening)
  async listen(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.listeningBody) { purpose }: z.infer<typeof http.listeningBody>,
    @By() by: SignedIn,
  ): Promise<http.Listening> {
    await this.audioAnswer.demandVault();
    const listening = await this.recordings.listen(id, purpose, by);
    return {
      id: listening.id,
      audioUrl: `/api/operations/recordings/${id}/audio?listening=${listening.id}`,
      expiresAt: listening.expiresAt.toISOString(),
      recording: recordingView(listening.recording),
    };
  }

  @Get(':id/audio')
  @SignedInStage('full')
  async audio(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(listeningQuery) query: z.infer<typeof listeningQuery>,
    @By() by: SignedIn,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const listening = this.listenings.find(query.listening, id, by);
    const total = wavBytes(listening.timeline);
    const decided = decideRange(request.headers.range, total);
    if (decided.answer === 'none') throw new HttpProblem(416, 'range.none', [], { 'content-range': `bytes */${total}` });
    const body = request.method === 'HEAD' ? undefined : await this.audioAnswer.stream(listening, decided.span, by);
    await reply
      .status(decided.answer === 'part' ? 206 : 200)
      .headers(audioHeaders(decided, total))
      .send(body);
  }
}

function audioHeaders({ answer, span }: Exclude<RangeDecision, { answer: 'none' }>, total: number): Record<string, string> {
  return {
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
    'content-length': String(span.to - span.from),
    ...(answer === 'part' && { 'content-range': `bytes ${span.from}-${span.to - 1}/${total}` }),
  };
}
