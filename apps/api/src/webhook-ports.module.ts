import { Global, Injectable, Module } from '@nestjs/common';
import { SignedUrls } from '#assets';
import { RateLimits } from '#billing';
import { installationConfig } from '#platform';
import { EndpointLimits, type LinkedFile, LinkSigner } from '#webhooks';

/** Links in announcements are those of the media library. */
@Injectable()
class MediaLinks extends LinkSigner {
  private readonly publicUrl = installationConfig().publicUrl;

  constructor(private readonly urls: SignedUrls) {
    super();
  }

  file({ key, contentType }: LinkedFile, until: number): string {
    return this.urls.signUntil(key, contentType, until);
  }

  resource(path: string): string {
    return this.publicUrl + path;
  }
}

/** How many endpoints an organisation may have is what its plan says. */
@Injectable()
class PlannedEndpoints extends EndpointLimits {
  constructor(private readonly limits: RateLimits) {
    super();
  }

  of(orgId: string): Promise<number | null> {
    return this.limits.webhookEndpoints(orgId);
  }
}

/** What webhooks ask of others. */
@Global()
@Module({
  providers: [
    { provide: LinkSigner, useClass: MediaLinks },
    { provide: EndpointLimits, useClass: PlannedEndpoints },
  ],
  exports: [LinkSigner, EndpointLimits],
})
export class WebhookPortsModule {}
