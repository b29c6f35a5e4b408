import { createInterface, type Interface } from 'node:readline';

const interrupted = 130;

/** Where secrets come from: a terminal, which shows nothing of them, or lines of a pipe. A secret is never an argument, which `ps` shows. */
export class SecretInput {
  private lines: AsyncIterator<string> | undefined;
  private reader: Interface | undefined;

  constructor(
    private readonly input: NodeJS.ReadStream = process.stdin,
    private readonly prompt: NodeJS.WritableStream = process.stderr,
  ) {}

  /** One secret; an empty text at the end of the input. */
  async ask(question: string): Promise<string> {
    if (this.input.isTTY) return this.typed(question);
    this.reader ??= createInterface({ input: this.input });
    this.lines ??= this.reader[Symbol.asyncIterator]();
    const line = await this.lines.next();
    return line.done === true ? '' : line.value;
  }

  close(): void {
    this.reader?.close();
    this.input.pause();
  }

  private typed(question: string): Promise<string> {
    const { input, prompt } = this;
    prompt.write(`${question}: `);
    input.setRawMode(true).resume();
    return new Promise((resolve) => {
      let text = '';
      const end = (): void => {
        input.off('data', take).setRawMode(false).pause();
        prompt.write('\n');
      };
      const take = (chunk: Buffer): void => {
        for (const character of chunk.toString('utf8')) {
          const key = keyOf(character);
          if (key === 'interrupt') {
            end();
            process.exit(interrupted);
          }
          if (key === 'enter') {
            end();
            resolve(text);
            return;
          }
          text = key === 'erase' ? Array.from(text).slice(0, -1).join('') : text + character;
        }
      };
      input.on('data', take);
    });
  }
}

/** What a control character of a terminal in raw mode stands for. */
function keyOf(character: string): 'enter' | 'erase' | 'interrupt' | 'character' {
  if (character === '\r' || character === '\n' || character === '\u0004') return 'enter';
  if (character === '\u0003') return 'interrupt';
  return character === '\u007f' || character === '\b' ? 'erase' : 'character';
}
