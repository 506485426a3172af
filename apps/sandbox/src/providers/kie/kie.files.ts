import { mkdir, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { imageTypeOf } from '../../core/image-type.js';
import { inputFile } from '../../core/inputs.js';
import { TaskFailure } from '../../core/tasks.js';
import { type World } from '../../core/world.js';
import { textOf, type Exchange } from '../../http/exchange.js';

/** Uploaded inputs live for a day. */
const KEPT_MS = 24 * 3_600_000;
const BASE64_LIMIT_BYTES = 10 * 1024 * 1024;

interface Upload {
  readonly content: Buffer;
  readonly uploadPath: string;
  readonly fileName: string;
  readonly mimeType: string;
}

/** The second host of KIE, which takes files; here it is the same one. */
export class KieFiles {
  constructor(private readonly world: World) {}

  async upload(exchange: Exchange): Promise<void> {
    try {
      const upload = await this.read(exchange);
      if (upload.uploadPath === '' || /^\/|\/$/.test(upload.uploadPath))
        throw new TaskFailure('400', 'uploadPath is required, without slashes at its ends');
      if (upload.content.length === 0) throw new TaskFailure('400', 'The file is empty');
      const extension =
        imageTypeOf(upload.content) ??
        (path
          .extname(upload.fileName)
          .slice(1)
          .replace(/[^a-z0-9]/gi, '') ||
          'bin');
      const folder = path.join(this.world.dataDir, 'uploads');
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, `${randomUUID()}.${extension}`);
      await writeFile(file, upload.content);
      const downloadUrl = this.world.links.issue({ path: file, extension, contentType: upload.mimeType }, KEPT_MS);
      const filePath = `${upload.uploadPath}/${upload.fileName}`;
      const { fileName, mimeType } = upload;
      const data = {
        success: true,
        fileName,
        filePath,
        downloadUrl,
        fileSize: upload.content.length,
        mimeType,
        uploadedAt: new Date().toISOString(),
      };
      exchange.send(200, { success: true, code: 200, msg: 'File uploaded successfully', data });
    } catch (error) {
      const msg = error instanceof Error ? error.message : 'unreadable';
      exchange.send(200, { success: false, code: 400, msg, data: null });
    }
  }

  private async read(exchange: Exchange): Promise<Upload> {
    const named = (name: string) => name || `${randomUUID()}.bin`;
    if (exchange.path === '/api/file-stream-upload') {
      const form = await exchange.form();
      const file = form.get('file');
      if (!(file instanceof File)) throw new TaskFailure('400', 'file is required');
      const [uploadPath = '', fileName = ''] = ['uploadPath', 'fileName'].map((name) => textOf(form.get(name)));
      const content = Buffer.from(await file.arrayBuffer());
      return { content, uploadPath, fileName: named(fileName || file.name), mimeType: file.type || 'application/octet-stream' };
    }
    const body = exchange.fields() ?? {};
    const isUrl = exchange.path === '/api/file-url-upload';
    const source = textOf(body[isUrl ? 'fileUrl' : 'base64Data']);
    if (source === '') throw new TaskFailure('400', `${isUrl ? 'fileUrl' : 'base64Data'} is required`);
    const content = await inputFile(source);
    if (!isUrl && content.length > BASE64_LIMIT_BYTES) throw new TaskFailure('400', 'The file is larger than 10 MB');
    const mimeType = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' }[imageTypeOf(content) ?? 'jpg'];
    return { content, uploadPath: textOf(body['uploadPath']), fileName: named(textOf(body['fileName'])), mimeType };
  }
}
