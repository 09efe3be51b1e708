import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { balanceQuery } from "@/live/balance";
import { BackLink } from "@/ui/back-link";
import { buttonClass } from "@/ui/button";
import { CodeBlock } from "@/ui/copy";
import { Field } from "@/ui/field";
import { Page } from "@/ui/page";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import { checkRows, MOST_ROWS, type Row, readRows } from "./csv";
import { DistributeOutcome } from "./distribute-outcome";
import { CheckedRows } from "./distribute-rows";
import { allClientsQuery } from "./queries";
import { clients, many } from "./strings";
import { useDistribute } from "./use-distribute";
import { useReseller } from "./use-reseller";

/** Credits for many clients: rows of a file, checked here, and one request for all of them. */
export function DistributePage() {
  const reseller = useReseller() ?? "";
  const known = useQuery(allClientsQuery(reseller));
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [text, setText] = useState("");
  const distribute = useDistribute();
  const checked = useMemo(() => checkRows(rows, known.data ?? []), [rows, known.data]);
  const balance = useQuery(balanceQuery).data;
  const read = (next: string) => {
    distribute.reset();
    setText(next);
    setRows(readRows(next));
  };
  return (
    <Page
      title={many.title}
      page={distribute.isSuccess ? "done" : "rows"}
      back={<BackLink to="/clients">{clients.back}</BackLink>}
    >
      {distribute.data ? (
        <DistributeOutcome outcome={distribute.data} onAgain={() => read("")} />
      ) : (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
          <Source text={text} onRead={read} />
          <Section title={many.check} hint={many.description} flush>
            {known.error && !known.data ? (
              <ErrorState error={known.error} onRetry={() => void known.refetch()} />
            ) : !known.data ? (
              <Skeleton className="m-5 h-64" />
            ) : (
              <CheckedRows
                checked={checked}
                tooMany={rows.length > MOST_ROWS}
                balance={balance && balance.balance - (balance.promotional ?? 0)}
                distribute={distribute}
                onLeaveOut={(wrong) => {
                  distribute.reset();
                  setRows(rows.filter(({ number }) => !wrong.has(number)));
                }}
              />
            )}
          </Section>
        </div>
      )}
    </Page>
  );
}

function Source({ text, onRead }: { text: string; onRead: (text: string) => void }) {
  const id = useId();
  return (
    <Section title={many.source}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div>
          <input
            id={id}
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            className="peer sr-only"
            onChange={({ target }) => {
              void target.files?.[0]?.text().then(onRead);
              // The same file can be chosen again once it is corrected.
              target.value = "";
            }}
          />
          <label
            htmlFor={id}
            className={`${buttonClass()} cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus`}
          >
            {many.choose}
          </label>
        </div>
        <Field label={many.text} help={many.textHelp}>
          {(control) => (
            <textarea
              {...control}
              rows={8}
              spellCheck={false}
              className="input max-h-96 min-h-40 resize-y font-mono text-sm"
              value={text}
              onChange={(event) => onRead(event.target.value)}
            />
          )}
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <p className="text-sm font-medium">{many.example}</p>
          <CodeBlock label={many.example} code={many.placeholder} />
        </div>
      </div>
    </Section>
  );
}
