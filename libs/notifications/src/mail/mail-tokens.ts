import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { givenSecretsKey, installationConfig, isUuid, keyFile } from '#platform';
import { longId, shortId } from '../telegram/button-table.js';

/** As many characters as a token of `newToken`. */
const MAC_CHARACTERS = 27;
const PAGE_TOKEN = /^([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{27})$/;

/**
 * Tokens in mails, made from the key of the installation and kept nowhere: a mail that is sent again carries the same ones, and whoever reads
 * the database can open nothing.
 */
@Injectable()
export class MailTokens {
  private key: Promise<Buffer> | null = null;

  /** The whole of it is secret; the same parts give the same one. */
  async secretOf(...parts: readonly string[]): Promise<string> {
    const key = await (this.key ??= this.keyNow());
    return createHmac('sha256', key)
      .update(JSON.stringify(['kadr mail', ...parts]))
      .digest('base64url')
      .slice(0, MAC_CHARACTERS);
  }

  /** For an address that says whom it is about: his id, and what proves that we have written it. */
  async pageToken(purpose: 'join' | 'leave', id: string): Promise<string> {
    return `${shortId(id)}${await this.secretOf(purpose, id)}`;
  }

  /** @returns the id; null for what `pageToken` has not made for that purpose. In constant time */
  async opened(purpose: 'join' | 'leave', token: string): Promise<string | null> {
    const [, short = '', mac = ''] = PAGE_TOKEN.exec(token) ?? [];
    const id = longId(short);
    if (id === null || !isUuid(id)) return null;
    return timingSafeEqual(Buffer.from(mac), Buffer.from(await this.secretOf(purpose, id))) ? id : null;
  }

  private async keyNow(): Promise<Buffer> {
    return givenSecretsKey() ?? keyFile(installationConfig().runDir);
  }
}
