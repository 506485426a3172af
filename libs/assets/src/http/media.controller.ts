import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { ApiBytes, Public } from '#platform';
import { ObjectResponses } from '../contracts/signed-urls.js';
import { HmacSignedUrls } from '../storage/hmac-signed-urls.js';

/** A link stays the same for so long, and each names one content. */
const STABLE_SECONDS = 900;

/** Serves the links that `SignedUrls` makes: for `<video>`, downloads and everybody else who cannot send a header. */
@ApiTags('media')
@Public()
@Controller('v1/media')
export class MediaController {
  constructor(
    private readonly urls: HmacSignedUrls,
    private readonly objects: ObjectResponses,
  ) {}

  @Get(':token/:name')
  @ApiOperation({
    summary: 'Read a file by a signed link; Range requests work',
    description:
      'The links of other answers lead here. One that is over, one that was forged and one to a deleted file are answered alike.',
  })
  @ApiParam({ name: 'token', description: 'Taken from a link that another call returned.', schema: { type: 'string' } })
  @ApiParam({ name: 'name', description: 'Only for the eye.', schema: { type: 'string' } })
  @ApiBytes('The bytes', 'application/octet-stream', 'image/*', 'video/*', 'audio/*', 'text/*', 'application/x-subrip', 'application/json')
  async read(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const grant = this.urls.open(token);
    const presentation = { contentType: grant?.contentType ?? '', sha256: null, downloadName: null, cacheSeconds: STABLE_SECONDS };
    // An expired link, a forged one and a deleted file look the same: nothing can be learnt from the difference.
    if (!grant || !(await this.objects.send(grant.key, presentation, request, response))) {
      throw new NotFoundException('There is no such file, or the link is over.');
    }
  }
}
