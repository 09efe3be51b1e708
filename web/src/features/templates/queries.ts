import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { components } from "@/api/schema";

export type Template = components["schemas"]["Template"];
export type TemplateGrant = components["schemas"]["TemplateGrant"];

const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};

export const templatesListQuery = infiniteQueryOptions({
  ...paged,
  // Separate from the forms' list, which has another shape.
  queryKey: ["templates", "list"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/templates", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
});

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: ["templates", "one", id],
    queryFn: ({ signal }) => data(api.GET("/v1/templates/{id}", { params: { path: { id } }, signal })),
  });

export const grantsQuery = infiniteQueryOptions({
  ...paged,
  queryKey: ["template-grants"],
  queryFn: ({ pageParam, signal }) =>
    data(api.GET("/v1/template-grants", { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  // No event reports a grant.
  staleTime: 0,
});
