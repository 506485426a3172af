import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { AddressLimits, Public } from '#platform';
import { localeAccepted } from '../locales.js';
import { linkOfVideo } from './approval-links.js';
import { GateDesk } from './gate-desk.js';
import { type Link, LinkTable } from './link-table.js';
import { RunGateDesk } from './run-gate-desk.js';
import { nothingPage, PAGE_HEADERS } from './page/approval-page.js';

/**
 * Pages for people without an account. Scanners of mail and chats open every link they see, some of them often: a GET changes nothing,
 * only a POST decides.
 */
@ApiExcludeController()
@Public()
@Controller('a')
export class ApprovalPageController {
  constructor(
    private readonly links: LinkTable,
    private readonly desk: GateDesk,
    private readonly runDesk: RunGateDesk,
    private readonly limits: AddressLimits,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const link = await this.find(token, request);
    const page =
      link && (await (link.kind === 'run' ? this.runDesk.page(link, localeOfRequest(request)) : this.desk.page(linkOfVideo(link))));
    if (page) send(response, 200, page);
    else sendNothing(request, response);
  }

  @Post(':token')
  async decide(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const link = await this.find(token, request);
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const answer =
      link &&
      (await (link.kind === 'run' ? this.runDesk.decide(link, form, localeOfRequest(request)) : this.desk.decide(linkOfVideo(link), form)));
    if (!answer) sendNothing(request, response);
    // By a GET, so that reloading the page does not answer again.
    else if (answer.isTaken) response.redirect(303, request.originalUrl);
    else send(response, answer.status, answer.page);
  }

  /** @throws Refusal `rate_limited` when too many made-up tokens came from there */
  private async find(token: string, request: Request): Promise<Link | null> {
    const link = await this.links.open(token);
    if (!link) this.limits.unknownPage(request);
    return link;
  }
}

/** A run has no language of its own. */
const localeOfRequest = (request: Request): ReturnType<typeof localeAccepted> => localeAccepted(request.headers['accept-language']);

function sendNothing(request: Request, response: Response): void {
  send(response, 404, nothingPage(localeOfRequest(request)));
}

function send(response: Response, status: number, page: string): void {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  response.status(status).send(page);
}
