import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { AddressLimits, Public, soleValue } from '#platform';
import { PAGE_HEADERS } from '../links/page/approval-page.js';
import { localeAccepted } from '../locales.js';
import { confirmationPage, noConfirmationPage } from './confirmation-page.js';
import { type Confirmation, Confirmations } from './confirmations.js';

/** Pages where a person allows what a program asks for. A GET changes nothing, however often it comes; only the form's POST answers. */
@ApiExcludeController()
@Public()
@Controller('a/confirm')
export class ConfirmationPageController {
  constructor(
    private readonly confirmations: Confirmations,
    private readonly limits: AddressLimits,
  ) {}

  @Get(':token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    send(request, response, await this.find(token, request));
  }

  @Post(':token')
  async decide(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const found = await this.find(token, request);
    const answer = request.body instanceof URLSearchParams ? soleValue(request.body, 'answer') : null;
    if (!found || (answer !== 'allow' && answer !== 'refuse')) return send(request, response, found);
    await this.confirmations.decide(found, answer === 'allow');
    // By a GET, so that reloading the page does not answer again.
    response.redirect(303, request.originalUrl);
  }

  /** @throws Refusal `rate_limited` when too many made-up tokens came from there */
  private async find(token: string, request: Request): Promise<Confirmation | null> {
    const found = await this.confirmations.open(token);
    if (!found) this.limits.unknownPage(request);
    return found;
  }
}

function send(request: Request, response: Response, found: Confirmation | null): void {
  const locale = localeAccepted(request.headers['accept-language']);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  response.status(found ? 200 : 404).send(found ? confirmationPage(locale, found) : noConfirmationPage(locale));
}
