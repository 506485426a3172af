// Breaks sdks-on-first-use; the other two imports are as they should be.
import { OpenAI } from 'openai';
import { type GoogleGenAI } from '@google/genai';

export const client = (): OpenAI => new OpenAI();
export const other = async (): Promise<GoogleGenAI> => new (await import('@google/genai')).GoogleGenAI({});
