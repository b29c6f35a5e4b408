import type { MultipartFile } from '@fastify/multipart';
import { HttpProblem, unprocessable } from '@voxkeep/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readCallList, type CallListFile } from './call-list-file.js';
import { uploadLimit } from './call-list-text.js';

const listName = z.string().trim().min(1).max(80);

/** Reads the one file of an upload as it arrives; its own name is not kept. Throws 422 `import.file` without a file, else as `readCallList`. */
export async function receiveCallList(request: FastifyRequest): Promise<{ readonly name: string; readonly file: CallListFile }> {
  if (!request.isMultipart()) throw unprocessable([{ path: 'file', problem: 'required' }], 'import.file');
  const upload = await request.file({ limits: { fileSize: uploadLimit, files: 1 } });
  if (!upload) throw unprocessable([{ path: 'file', problem: 'required' }], 'import.file');
  try {
    const name = nameOf(upload);
    const file = await readCallList(upload.file);
    if (upload.file.truncated) throw new HttpProblem(413, 'import.too-large');
    return { name, file };
  } finally {
    upload.file.resume();
  }
}

/** The field `name`, or the moment of the upload. */
function nameOf({ fields }: MultipartFile): string {
  const field = [fields['name']].flat()[0];
  if (field?.type !== 'field') return new Date().toISOString();
  const name = listName.safeParse(field.value);
  if (!name.success) throw unprocessable([{ path: 'name', problem: 'invalid' }]);
  return name.data;
}
