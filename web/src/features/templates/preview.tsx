import { formatList } from "@/lib/format";
import { Section } from "@/ui/section";
import { placesOf } from "./placeholders";
import type { Template } from "./queries";
import { templates } from "./strings";
import { TemplateText } from "./template-text";

interface Props {
  body: string;
  header: Template["header"];
  buttons: number;
}

/** The template as on a phone. */
export function Preview({ body, header, buttons }: Props) {
  const places = placesOf(body);
  return (
    <Section title={templates.preview} hint={templates.previewHint}>
      <div className="grid gap-3">
        <div className="grid max-w-sm gap-2 rounded-xl rounded-bl-sm bg-sunken px-4 py-3">
          {header === "text" && <p className="font-semibold">{templates.previewHeader.text}</p>}
          {header && header !== "text" && (
            <p className="grid h-24 place-items-center rounded-lg border border-dashed border-line-strong text-sm text-muted">
              {templates.previewHeader[header]}
            </p>
          )}
          <p className="wrap-anywhere whitespace-pre-wrap">
            {body.trim() ? (
              <TemplateText body={body} />
            ) : (
              <span className="text-muted">{templates.previewEmpty}</span>
            )}
          </p>
          {Array.from({ length: Math.min(buttons, 10) }, (_, at) => (
            <p key={at} className="border-t border-line pt-2 text-center font-medium text-accent">
              {templates.previewButton(at + 1)}
            </p>
          ))}
        </div>
        <p className="text-sm text-muted">
          {places.length > 0 ? templates.places(formatList(places)) : templates.noPlaces}
        </p>
      </div>
    </Section>
  );
}
