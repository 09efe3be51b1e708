import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Page } from "@/ui/page";
import { Skeleton } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { ContactList } from "./contact-list";
import { contacts } from "./strings";

const OptOuts = lazy(() => import("./opt-outs"));

const route = getRouteApi("/inside/contacts");

export function ContactsPage() {
  const { list = "contacts" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={contacts.title} description={contacts.description}>
      <section className="card overflow-hidden px-4 pt-2 pb-1 sm:px-5">
        <Tabs
          label={contacts.viewLabel}
          tabs={[
            { value: "contacts", label: contacts.views.contacts },
            { value: "opt-outs", label: contacts.views.optOuts },
          ]}
          value={list}
          onChange={(value) =>
            void navigate({ search: value === "opt-outs" ? { list: value } : {}, replace: true })
          }
        >
          {list === "opt-outs" ? (
            <Suspense fallback={<Skeleton className="h-96" />}>
              <OptOuts />
            </Suspense>
          ) : (
            <ContactList />
          )}
        </Tabs>
      </section>
    </Page>
  );
}
