import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "@/ui/copy";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { Price } from "./price";
import { platformQuery } from "./queries";
import { channels } from "./strings";
import { WhatsappSection } from "./whatsapp-section";

export function ChannelsPage() {
  const offered = useQuery(platformQuery).data?.channels;
  return (
    <Page title={channels.title} description={channels.description}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <WhatsappSection
          price={offered?.whatsapp?.price}
          missing={offered !== undefined && !offered.whatsapp}
        />
        <div className="grid gap-5">
          <Hooks />
          <Section title={channels.inApp} hint={channels.inAppHint}>
            <Price price={offered?.in_app?.price} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

function Hooks() {
  const url = new URL("/v1/hooks/whatsapp", location.origin).href;
  return (
    <Section title={channels.hooks} hint={channels.hooksHint}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <p className="text-sm font-medium">{channels.hookUrl}</p>
          <p className="flex items-center gap-2 rounded-lg border border-line bg-sunken py-1 pr-1 pl-3">
            <code className="min-w-0 grow font-mono text-xs break-all">{url}</code>
            <CopyButton text={url} label={channels.copyUrl} />
          </p>
        </div>
        <p className="text-sm text-muted">
          {channels.hookToken} {channels.hookFields}
        </p>
      </div>
    </Section>
  );
}
