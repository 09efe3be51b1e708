import { partsOf } from "./placeholders";

/** A template's text with its placeholders highlighted. */
export function TemplateText({ body }: { body: string }) {
  return (
    <>
      {partsOf(body).map(({ text, place }, at) =>
        place ? (
          <span key={at} className="rounded bg-accent-soft px-1 text-on-accent-soft">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </>
  );
}
