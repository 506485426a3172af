import { Injectable } from '@nestjs/common';
import { Assets, KeptAddresses, ObjectStorage, SignedUrls } from '#assets';
import { Episodes } from '#batches';
import { MontageTemplates, Videos } from '#jobs';
import { UnitOfWork } from '#eventing';
import { allowListOf, Clock, Database, GuardedFetch } from '#platform';
import { DeliveryEnds } from '#webhooks';
import {
  AudioMixStep,
  FilmJoinStep,
  ImageEditStep,
  ImageGenerateStep,
  InputAssetStep,
  KeptResults,
  MusicGenerateStep,
  PieceConformStep,
  ScriptGenerateStep,
  SubtitleAlignStep,
  VideoGenerateStep,
  VoiceLayStep,
  VoiceTtsStep,
} from '#steps';
import { render } from './film/render.node.js';
import { timelineCompose } from './film/timeline-compose.node.js';
import { inputAsset } from './input/asset.node.js';
import { inputStock } from './input/stock.node.js';
import { clipsFromFrames } from './model/clips-from-frames.node.js';
import { imageEdit } from './model/image-edit.node.js';
import { imageGenerate } from './model/image-generate.node.js';
import { musicGenerate } from './model/music-generate.node.js';
import { scriptGenerate } from './model/script-generate.node.js';
import { subtitleAlign } from './model/subtitle-align.node.js';
import { videoGenerate } from './model/video-generate.node.js';
import { voiceTts } from './model/voice-tts.node.js';
import { type NodeType } from './node-type.js';
import { OrganisationSecrets } from '../secrets/application/organisation-secrets.js';
import { WorkflowsConfig } from '../workflows.config.js';
import { linkOf, toldValue } from '../run/application/run.view.js';
import { StockBefore } from '../run/application/stock-before.js';
import { StockTaken } from '../run/application/stock-taken.js';
import { tellOutside } from '../run/application/tell-outside.js';
import { assetSave } from './outside/asset-save.node.js';
import { delay } from './outside/delay.node.js';
import { httpRequest } from './outside/http-request.node.js';
import { notifyTelegram } from './outside/notify-telegram.node.js';
import { notifyWebhook } from './outside/notify-webhook.node.js';
import { videoCreate } from './outside/video-create.node.js';

/** Types that need more than what they are given: the steps that do the work, and what belongs to the installation. */
@Injectable()
export class EquippedNodes {
  readonly types: readonly NodeType[];

  constructor(
    script: ScriptGenerateStep,
    image: ImageGenerateStep,
    edit: ImageEditStep,
    clips: VideoGenerateStep,
    voice: VoiceTtsStep,
    lay: VoiceLayStep,
    align: SubtitleAlignStep,
    music: MusicGenerateStep,
    asset: InputAssetStep,
    pieces: PieceConformStep,
    mix: AudioMixStep,
    films: FilmJoinStep,
    kept: KeptResults,
    storage: ObjectStorage,
    templates: MontageTemplates,
    addresses: KeptAddresses,
    database: Database,
    assets: Assets,
    videos: Videos,
    episodes: Episodes,
    web: GuardedFetch,
    urls: SignedUrls,
    clock: Clock,
    config: WorkflowsConfig,
    secrets: OrganisationSecrets,
    unitOfWork: UnitOfWork,
    deliveries: DeliveryEnds,
    stock: StockBefore,
    taken: StockTaken,
  ) {
    const now = (): string => clock.now();
    const addressOf = (orgId: string, subjectId: string, input: string): Promise<string | null> =>
      addresses.find<string>(database, { orgId, subjectId }, 'order', input);
    this.types = [
      inputAsset(asset, addressOf),
      inputStock({
        ...{ clips, pictures: image },
        before: (orgId, taker) => stock.find(orgId, taker),
        take: (orgId, taker, stockId) => taken.take(orgId, taker, stockId),
      }),
      scriptGenerate(script),
      imageGenerate(image),
      imageEdit(edit),
      videoGenerate(clips),
      clipsFromFrames(clips),
      voiceTts(voice),
      musicGenerate(music),
      subtitleAlign({ align, lay, storage }),
      timelineCompose(templates),
      render({ pieces, mix, films, kept }),
      videoCreate({ videos, episodes, storage, now }),
      httpRequest({
        fetch: web,
        shown: (value) => toldValue(value, urls),
        answers: allowListOf(config.answers),
        secrets: (orgId, names) => secrets.open(orgId, names),
      }),
      assetSave({ assets, storage }),
      delay(now),
      notifyWebhook({
        tell: (orgId, told) => tellOutside(unitOfWork, orgId, told, now()),
        endOf: (orgId, deliveryId) => deliveries.of(orgId, deliveryId),
        linkOf: (value) => linkOf(toldValue(value, urls)),
        ...{ web, now },
      }),
      notifyTelegram,
    ];
  }
}
