import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/ui/button";
import { copyText } from "@/ui/copy-text";
import { Page } from "@/ui/page";
import { Select } from "@/ui/select";
import { Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { toast } from "@/ui/toast";
import type { Shown } from "./event-dialog";
import { LiveTail } from "./live-tail";
import { events } from "./strings";
import { FAMILIES, type Family, streamCurl } from "./tail";

const Log = lazy(() => import("./log"));
const EventDialog = lazy(() => import("./event-dialog"));

const route = getRouteApi("/inside/events");
const families = FAMILIES.map((value) => ({ value, label: events.families[value] }));

export function EventsPage() {
  const { family: named, view = "live" } = route.useSearch();
  const family = FAMILIES.find((one) => one === named);
  const navigate = route.useNavigate();
  const [open, setOpen] = useState<Shown>();
  const copy = async () => {
    if (await copyText(streamCurl(location.origin, family))) toast(events.copied);
  };
  const filter = (
    <Filter
      family={family}
      onChange={(next) => void navigate({ search: (old) => ({ ...old, family: next }), replace: true })}
    />
  );
  return (
    <Page
      title={events.title}
      description={events.description}
      actions={<Button onClick={() => void copy()}>{events.curlAll}</Button>}
    >
      <section className="card overflow-hidden px-4 pt-2 pb-1 sm:px-5">
        <Tabs
          label={events.viewLabel}
          tabs={[
            { value: "live", label: events.views.live },
            { value: "log", label: events.views.log },
          ]}
          value={view}
          onChange={(value) =>
            void navigate({
              search: (old) => ({ ...old, view: value === "log" ? value : undefined }),
              replace: true,
            })
          }
        >
          <div className="grid gap-4">
            {view === "live" ? (
              <LiveTail family={family} filter={filter} onOpen={setOpen} />
            ) : (
              <Suspense fallback={<Skeleton className="h-96" />}>
                {filter}
                <Log family={family} onOpen={setOpen} />
              </Suspense>
            )}
          </div>
        </Tabs>
      </section>
      <Suspense>
        {open && <EventDialog shown={open} family={family} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </Page>
  );
}

function Filter({ family, onChange }: { family: Family | undefined; onChange: (f?: Family) => void }) {
  return (
    <Select
      label={events.family}
      className="w-44 sm:w-60"
      data-filter
      options={[{ value: "", label: events.all }, ...families]}
      value={family ?? ""}
      onChange={({ target }) => onChange(FAMILIES.find((one) => one === target.value))}
    />
  );
}
