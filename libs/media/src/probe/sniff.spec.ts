import { describe, expect, it } from '@jest/globals';
import { sniff } from './sniff.js';

const bytes = (text: string) => Buffer.from(text.padEnd(64, '\0'), 'latin1');

describe('sniffing a file', () => {
  it.each([
    ['mp4', '\0\0\0\x20ftypisom'],
    ['mov', '\0\0\0\x14ftypqt  '],
    ['m4a', '\0\0\0\x1cftypM4A '],
    ['matroska', '\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0#B\x82\x88matroska'],
    ['webm', '\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0#B\x82\x84webm'],
    ['png', '\x89PNG\r\n\x1a\n\0\0\0\x0d'],
    ['jpeg', '\xff\xd8\xff\xe0\0\x10JFIF\0\0'],
    ['webp', 'RIFF\0\0\0\0WEBPVP8 '],
    ['wav', 'RIFF\0\0\0\0WAVEfmt '],
    ['mp3', 'ID3\x03\0\0\0\0\0\0\0\0'],
    ['mp3', '\xff\xfb\x90\x64\0\0\0\0\0\0\0\0'],
    ['ogg', 'OggS\0\x02\0\0\0\0\0\0'],
    ['flac', 'fLaC\0\0\0\x22\x10\0\x10\0'],
    ['aac', '\xff\xf1\x4c\x80\x2e\x7f\xfc\x21'],
    ['aac', '\xff\xf9\x50\x80\x2e\x7f\xfc\x21'],
  ])('knows %s', (name, head) => {
    expect(sniff(bytes(head))?.name).toBe(name);
  });

  it.each([
    ['an HLS playlist', '#EXTM3U\n#EXT-X-VERSION:3\n'],
    ['a concat script', 'ffconcat version 1.0\nfile /etc/passwd\n'],
    ['SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'],
    ['HTML', '<!doctype html><html>'],
    ['AVI', 'RIFF\0\0\0\0AVI LIST'],
    ['an ELF program', '\x7fELF\x02\x01\x01\0\0\0\0\0'],
    ['HEIF', '\0\0\0\x18ftypheic'],
    ['a DASH manifest', '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'],
  ])('refuses %s', (_, head) => {
    expect(sniff(bytes(head))).toBeNull();
  });

  it('refuses what is too short to tell', () => {
    expect(sniff(new Uint8Array(11))).toBeNull();
  });
});
