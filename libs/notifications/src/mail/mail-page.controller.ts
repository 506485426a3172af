import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { AddressLimits, Public } from '#platform';
import { type Contact, Contacts } from '../contacts/contacts.js';
import { nothingPage, PAGE_HEADERS } from '../links/page/approval-page.js';
import { localeAccepted, localeOf } from '../locales.js';
import { mailPage, type MailPageState } from './mail-page.js';
import { Mailboxes } from './mailboxes.js';
import { MailTokens } from './mail-tokens.js';

/** What links in mails lead to. Scanners open them all, so a GET changes nothing; only the form, or one click of a mail program, does. */
@ApiExcludeController()
@Public()
@Controller('a')
export class MailPageController {
  constructor(
    private readonly mailboxes: Mailboxes,
    private readonly contacts: Contacts,
    private readonly tokens: MailTokens,
    private readonly limits: AddressLimits,
  ) {}

  @Get('join/:token')
  async question(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const invitation = await this.mailboxes.invitation(token);
    if (invitation) return send(response, localeOf(invitation.language), 'join');
    const id = await this.tokens.opened('join', token);
    this.shown(id === null ? null : await this.contacts.find(id), 'joined', request, response);
  }

  @Post('join/:token')
  @HttpCode(200)
  async join(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.shown(await this.mailboxes.join(token), 'joined', request, response);
  }

  @Get('leave/:token')
  async leaving(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const reader = await this.mailboxes.reader(token);
    if (reader === 'gone') return send(response, localeAccepted(request.headers['accept-language']), 'left');
    this.shown(reader, 'leave', request, response);
  }

  /** The form of the page, and what mail programs send by themselves (RFC 8058): whatever stands in the body, it means to leave. */
  @Post('leave/:token')
  @HttpCode(200)
  async leave(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const reader = await this.mailboxes.reader(token);
    const locale = reader !== null && reader !== 'gone' ? localeOf(reader.language) : localeAccepted(request.headers['accept-language']);
    if (await this.mailboxes.leave(token)) return send(response, locale, 'left');
    this.shown(null, 'left', request, response);
  }

  /** @throws Refusal `rate_limited` when too many made-up tokens came from there */
  private shown(contact: Contact | null, state: MailPageState, request: Request, response: Response): void {
    if (contact) return send(response, localeOf(contact.language), state);
    this.limits.unknownPage(request);
    head(response)
      .status(404)
      .send(nothingPage(localeAccepted(request.headers['accept-language'])));
  }
}

function send(response: Response, locale: ReturnType<typeof localeOf>, state: MailPageState): void {
  head(response).status(200).send(mailPage(locale, state));
}

function head(response: Response): Response {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  return response;
}
