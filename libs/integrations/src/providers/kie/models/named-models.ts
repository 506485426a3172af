import { type ModelCapability } from '../../../contracts/model-info.js';
import { ASSUMED, type KieModel } from './model.js';

/** In KIE's catalogue, but nobody wrote down what they take: listed, never sent to. */
const named = (capability: ModelCapability, ids: string): readonly KieModel[] =>
  ids
    .trim()
    .split(/\s+/)
    .map((id) => ({ id, capabilities: [capability], input: null, credits: { each: ASSUMED.edit } }));

/** Withdrawn by KIE or by who stands behind it. */
const gone = (capability: ModelCapability, successor: string, ids: string): readonly KieModel[] =>
  named(capability, ids).map((model) => ({ ...model, successor: `kie:${successor}` }));

export const NAMED_MODELS: readonly KieModel[] = [
  ...named(
    'text-to-video',
    `wan/3-0-video wan/3-0-video-prime kling/v2-1-master-text-to-video kling-3.0-omni/text-to-video minimax-h3/text-to-video
     pixverse-v6/text-to-video happyhorse/text-to-video gemini-omni-video wan/2-2-a14b-text-to-video-turbo`,
  ),
  ...named(
    'image-to-video',
    `kling/v2-1-master-image-to-video kling/v2-1-pro kling/v2-1-standard kling-3.0-omni/image-to-video minimax-h3/image-to-video
     pixverse-v6/image-to-video happyhorse/image-to-video wan/2-2-a14b-image-to-video-turbo infinitalk/from-audio
     kling/ai-avatar-v1-pro kling/ai-avatar-standard`,
  ),
  ...named(
    'text-to-image',
    `flux1-kontext qwen/text-to-image qwen2/text-to-image qwen3/text-to-image ideogram/v3-text-to-image seedream/5-pro-text-to-image
     grok-imagine/text-to-image`,
  ),
  ...named(
    'image-edit',
    `seedream/5-lite-image-to-image seedream/5-pro-image-to-image qwen/image-edit qwen2/image-edit qwen3/image-edit ideogram/v3-edit
     ideogram/character-edit recraft/remove-background`,
  ),
  ...named('upscale', 'topaz/video-upscale'),
  ...named('voice', 'google/gemini-3-1-flash-tts'),
  ...gone('text-to-video', 'veo-3-1', 'sora-2-text-to-video sora-2-pro-text-to-video sora-2-pro-storyboard mj_video'),
  ...gone('image-to-video', 'veo-3-1', 'sora-2-image-to-video sora-2-pro-image-to-video mj_video_hd'),
  ...gone('text-to-image', 'nano-banana-pro', 'midjourney mj_txt2img google/imagen4 google/imagen4-fast google/imagen4-ultra'),
  ...gone('image-edit', 'google/nano-banana-edit', 'mj_img2img mj_style_reference mj_omni_reference ideogram/v3-reframe'),
  ...gone(
    'music',
    'ai-music-api/generate:V6',
    'ai-music-api/generate:V4 ai-music-api/generate:V4_5 ai-music-api/generate:V5 ai-music-api/generate:V5_5',
  ),
];
