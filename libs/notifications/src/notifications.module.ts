import { Module } from '@nestjs/common';
import { JobsModule } from '#jobs';
import { ApprovalLinks } from './links/approval-links.js';
import { ApprovalLinksController } from './links/approval-links.controller.js';
import { ApprovalPageController } from './links/approval-page.controller.js';
import { GateDesk } from './links/gate-desk.js';

/** What people hear of their videos, and by what they answer. */
@Module({
  imports: [JobsModule],
  controllers: [ApprovalLinksController, ApprovalPageController],
  providers: [ApprovalLinks, GateDesk],
})
export class NotificationsModule {}
