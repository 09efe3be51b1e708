import type { UseQueryResult } from "@tanstack/react-query";
import type { components } from "@/api/schema";
import { formatNumber } from "@/lib/format";
import { Choice } from "@/ui/choice";
import { Field, TextField } from "@/ui/field";
import { Select } from "@/ui/select";
import { type Draft, hasCaption, kindOf, type Template } from "./draft";
import { compose } from "./strings";

interface Props {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  /** The error of an API field; `control` is its name in this form. */
  errorOf: (field: string, control?: string) => string | undefined;
}

interface WithTemplates extends Props {
  templates: UseQueryResult<components["schemas"]["Page_Template"]>;
  characters: number | undefined;
}

const option = (value: Draft["kind"]) => ({ value, label: compose.kinds[value] });

export function ContentFields({ templates, characters, ...props }: WithTemplates) {
  const { draft, onChange } = props;
  const kind = kindOf(draft);
  const kinds = [
    option("text"),
    option("template"),
    ...(draft.channel === "whatsapp" ? [option("media")] : []),
  ];
  return (
    <div className="grid gap-5">
      <Choice
        label={compose.kind}
        options={kinds}
        value={kind}
        onChange={(next) => onChange({ kind: next })}
      />
      {kind === "text" && <BodyField {...props} characters={characters} />}
      {kind === "template" && <TemplateFields {...props} templates={templates} />}
      {kind === "media" && <MediaFields {...props} />}
    </div>
  );
}

function BodyField({ draft, onChange, errorOf, characters }: Props & { characters: number | undefined }) {
  const length = [...draft.body].length;
  return (
    <Field
      label={compose.body}
      error={errorOf("body", "text")}
      help={characters && compose.characters(formatNumber(length), formatNumber(characters))}
    >
      {(control) => (
        <textarea
          {...control}
          name="text"
          rows={5}
          value={draft.body}
          onChange={(event) => onChange({ body: event.target.value })}
          className="input field-sizing-content max-h-80 min-h-30 resize-y"
        />
      )}
    </Field>
  );
}

export function TemplateFields({ draft, onChange, errorOf, templates }: Omit<WithTemplates, "characters">) {
  if (templates.error && !templates.data) return <p className="text-danger">{compose.templatesFailed}</p>;
  const list = templates.data?.data;
  if (list?.length === 0) return <p className="text-muted">{compose.noTemplates}</p>;
  const chosen = list?.find(({ id }) => id === draft.template);
  return (
    <>
      <Select
        label={compose.template}
        name="template"
        error={errorOf("template") ?? errorOf("template.name") ?? errorOf("template.language")}
        value={draft.template}
        onChange={(event) => onChange({ template: event.target.value })}
        options={[
          { value: "", label: compose.pickTemplate },
          ...(list ?? []).map(({ id, name, language }) => ({
            value: id,
            label: compose.templateOption(name, language),
          })),
        ]}
      />
      {chosen && <Places template={chosen} draft={draft} onChange={onChange} errorOf={errorOf} />}
    </>
  );
}

function Places({ template, draft, onChange, errorOf }: Props & { template: Template }) {
  const { header } = template;
  return (
    <>
      {header === "text" && (
        <TextField
          label={compose.headerText}
          name="headerText"
          error={
            errorOf("template.header_text", "headerText") ?? errorOf("template.header_media", "headerText")
          }
          value={draft.headerText}
          onChange={(event) => onChange({ headerText: event.target.value })}
        />
      )}
      {header && header !== "text" && (
        <TextField
          label={compose.headerLink[header]}
          name="headerLink"
          type="url"
          help={compose.mediaLinkHelp}
          error={errorOf("template.header_media", "headerLink")}
          value={draft.headerLink}
          onChange={(event) => onChange({ headerLink: event.target.value })}
        />
      )}
      {template.parameters.map((name) => (
        <TextField
          key={name}
          label={name}
          name={`parameters.${name}`}
          autoComplete="off"
          error={errorOf(`template.parameters.${name}`, `parameters.${name}`)}
          value={draft.parameters[name] ?? ""}
          onChange={(event) => onChange({ parameters: { ...draft.parameters, [name]: event.target.value } })}
        />
      ))}
      {Array.from({ length: template.buttons }, (_, at) => (
        <TextField
          key={at}
          label={compose.button(at + 1)}
          name={`buttons.${at}`}
          error={errorOf("template.button_parameters", `buttons.${at}`)}
          value={draft.buttons[at] ?? ""}
          onChange={(event) => {
            const buttons = Array.from({ length: template.buttons }, (_, n) => draft.buttons[n] ?? "");
            buttons[at] = event.target.value;
            onChange({ buttons });
          }}
        />
      ))}
    </>
  );
}

const mediaTypes = (["image", "video", "audio", "document", "sticker"] as const).map((value) => ({
  value,
  label: compose.mediaTypes[value],
}));

function MediaFields({ draft, onChange, errorOf }: Props) {
  return (
    <>
      <div className="grid items-start gap-5 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <Select
          label={compose.mediaType}
          options={mediaTypes}
          value={draft.mediaType}
          onChange={(event) => onChange({ mediaType: event.target.value as Draft["mediaType"] })}
        />
        <TextField
          label={compose.mediaLink}
          help={compose.mediaLinkHelp}
          name="media"
          type="url"
          inputMode="url"
          placeholder="https://"
          error={errorOf("media.link", "media") ?? errorOf("media")}
          value={draft.mediaLink}
          onChange={(event) => onChange({ mediaLink: event.target.value })}
        />
      </div>
      {draft.mediaType === "document" && (
        <TextField
          label={compose.filename}
          optional
          name="filename"
          error={errorOf("media.filename", "filename")}
          value={draft.filename}
          onChange={(event) => onChange({ filename: event.target.value })}
        />
      )}
      {hasCaption(draft.mediaType) && (
        <TextField
          label={compose.caption}
          optional
          name="caption"
          error={errorOf("media.caption", "caption")}
          value={draft.caption}
          onChange={(event) => onChange({ caption: event.target.value })}
        />
      )}
    </>
  );
}
