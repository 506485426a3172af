import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsTimeZone,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { type Request } from 'express';
import {
  actorOf,
  CurrentPrincipal,
  Database,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  isUuid,
  pageOf,
  PageQuery,
  type Principal,
  Problems,
  Refusal,
  Scopes,
  UuidParam,
} from '#platform';
import { type ContactChannel, type ContactRole, type ContactWish } from '../contracts/contact.events.js';
import { IsLabel } from '../labels.js';
import { Mailboxes } from '../mail/mailboxes.js';
import { TelegramBot } from '../telegram/telegram-bot.js';
import { type Contact, Contacts } from './contacts.js';

const ROLES = ['viewer', 'approver', 'producer'] as const;
const WISHES = ['approvals', 'ends', 'all', 'quota', 'admin'] as const;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const LANGUAGES = ['en', 'ru'] as const;

class InviteRequest {
  @ApiProperty({ enum: ROLES, description: 'Reads; decides gates as well; orders as well.' })
  @IsIn(ROLES)
  role: ContactRole;

  @ApiPropertyOptional({ enum: LANGUAGES, default: 'en', description: 'It is spoken to in this language.' })
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: string;
}

class QuietHoursBody {
  @ApiProperty({ example: '22:00', description: 'By the clock of `zone`.' })
  @Matches(TIME, { message: '$property must be a time as in 22:00' })
  from: string;

  @ApiProperty({ example: '08:00', description: 'May be the next day; the same as `from`: the whole day.' })
  @Matches(TIME, { message: '$property must be a time as in 08:00' })
  to: string;

  @ApiProperty({ example: 'Europe/Berlin', description: 'Of the IANA database.' })
  @IsTimeZone()
  zone: string;
}

class MailInviteRequest extends InviteRequest {
  @ApiProperty({ format: 'email', maxLength: 254, example: 'anna@example.com' })
  @IsEmail({ allow_utf8_local_part: false, allow_underscores: true })
  @MaxLength(254)
  address: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'What it is called, e.g. as who has decided; default: what stands before the @.' })
  @IsOptional()
  @IsLabel()
  name?: string;
}

class ChangeContactRequest {
  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn(ROLES)
  role?: ContactRole;

  @ApiPropertyOptional({ enum: LANGUAGES })
  @IsOptional()
  @IsIn(LANGUAGES)
  language?: string;

  @ApiPropertyOptional({ isArray: true, enum: WISHES, description: 'What it hears of; empty: of its own videos alone.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(WISHES.length)
  @ArrayUnique()
  @IsIn(WISHES, { each: true })
  wants?: ContactWish[];

  @ApiPropertyOptional({
    type: QuietHoursBody,
    nullable: true,
    description: 'When it is left alone; what happens meanwhile is told afterwards. Null: never.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => QuietHoursBody)
  quiet?: QuietHoursBody | null;
}

class MailInviteResponse {
  @ApiProperty({ format: 'uuid', description: 'Of the contact that it becomes' })
  id: string;
  @ApiProperty({ format: 'date-time', description: 'Until then it may be confirmed.' })
  expiresAt: string;
}

class InviteResponse {
  @ApiProperty({
    description: 'To be opened by whoever shall be linked; works once. Shown here only.',
    example: 'https://t.me/kadr_bot?start=…',
  })
  url: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

class ContactResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['telegram', 'email'] })
  channel: ContactChannel;
  @ApiProperty({ type: String, nullable: true, description: 'Of a mailbox; null for a chat' })
  address: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What it calls itself' })
  name: string | null;
  @ApiProperty({ enum: ROLES })
  role: ContactRole;
  @ApiProperty({ example: 'ru' })
  language: string;
  @ApiProperty({ isArray: true, enum: WISHES })
  wants: readonly ContactWish[];
  @ApiProperty({ type: QuietHoursBody, nullable: true })
  quiet: QuietHoursBody | null;
  @ApiProperty({ format: 'date-time' })
  linkedAt: string;
}

class ContactListResponse {
  @ApiProperty({ type: [ContactResponse] })
  data: readonly ContactResponse[];
  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page' })
  nextCursor: string | null;
}

/** Chats and mailboxes that hear of an organisation's videos. */
@ApiTags('contacts')
@Scopes('admin')
@Controller('v1/contacts')
export class ContactsController {
  constructor(
    private readonly contacts: Contacts,
    private readonly bot: TelegramBot,
    private readonly mailboxes: Mailboxes,
    private readonly database: Database,
    private readonly idempotency: IdempotencyKeys,
  ) {}

  @Post('telegram')
  @Idempotent({ holdsSecret: true })
  @ApiOperation({
    summary: 'Make a link by which a Telegram chat becomes a contact',
    description:
      'Whoever opens it within 15 minutes is linked with that role; in a group, an administrator sends `/link` and what follows `start=`.',
  })
  @ApiBody({ type: InviteRequest, examples: { producer: { value: { role: 'producer', language: 'ru' } } } })
  @ApiCreatedResponse({ type: InviteResponse, description: 'Made' })
  @Problems('channel_unavailable')
  async invite(
    @Body() { role, language = 'en' }: InviteRequest,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
  ): Promise<InviteResponse> {
    const username = await this.bot.username();
    if (username === null)
      throw new Refusal('conflict', 'channel_unavailable', 'There is no Telegram bot here: set KADR_TELEGRAM_BOT_TOKEN.');
    return this.database.transaction(async (tx) => {
      const { token, expiresAt } = await this.contacts.invite(tx, { orgId, role, language });
      const body = { url: `https://t.me/${username}?start=${token}`, expiresAt: expiresAt.toISOString() };
      await this.idempotency.complete(tx, request, { status: 201, location: null, body });
      return body;
    });
  }

  @Post('email')
  @Idempotent()
  @ApiOperation({
    summary: 'Ask a mailbox whether it wants to hear of videos',
    description:
      'A mail with a link goes there. Once whoever reads it has agreed, within three days, it is a contact: approvals come with a link by which they are decided. The same address again within ten minutes is the same question.',
  })
  @ApiBody({ type: MailInviteRequest, examples: { client: { value: { address: 'anna@example.com', role: 'approver', language: 'ru' } } } })
  @ApiCreatedResponse({ type: MailInviteResponse, description: 'The mail is on its way' })
  @Problems('channel_unavailable', 'contact_exists', 'rate_limited')
  async inviteByMail(
    @Body() { address, name, role, language = 'en' }: MailInviteRequest,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
  ): Promise<MailInviteResponse> {
    return this.database.transaction(async (tx) => {
      const { id, expiresAt } = await this.mailboxes.invite(tx, { orgId, address, name: name ?? null, role, language });
      const body = { id, expiresAt: expiresAt.toISOString() };
      await this.idempotency.complete(tx, request, { status: 201, location: null, body });
      return body;
    });
  }

  @Get()
  @ApiOperation({ summary: 'List contacts, newest first', description: 'Of your organisation, those that are linked.' })
  @ApiOkResponse({ type: ContactListResponse, description: 'A page of them' })
  async list(@Query() { limit, cursor }: PageQuery, @CurrentPrincipal() { orgId }: Principal): Promise<ContactListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    return pageOf(await this.contacts.list(orgId, limit, olderThan), limit, ({ id }) => id, show);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change what a contact may do and hears of', description: 'What is absent stays.' })
  @ApiBody({ type: ChangeContactRequest, examples: { quiet: { value: { wants: ['approvals'] } } } })
  @ApiOkResponse({ type: ContactResponse, description: 'The contact after it' })
  @Problems('contact_not_found')
  async change(
    @UuidParam('id') id: string,
    @Body() { role, language, wants, quiet }: ChangeContactRequest,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ContactResponse> {
    const wanted = { ...(role && { role }), ...(language && { language }), ...(wants && { wants }), ...(quiet !== undefined && { quiet }) };
    return show(await this.contacts.change(actorOf(principal), id, wanted));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Unlink a contact', description: 'It hears of nothing more, and where it is reached is forgotten.' })
  @ApiNoContentResponse({ description: 'It is unlinked' })
  @Problems('contact_not_found')
  remove(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.contacts.unlink(actorOf(principal), id, 'removed');
  }
}

const show = ({ id, channel, address, name, role, language, wants, quiet, linkedAt }: Contact): ContactResponse => ({
  ...{ id, channel, address: channel === 'email' ? address : null, name, role, language },
  ...{ wants, quiet, linkedAt },
});
