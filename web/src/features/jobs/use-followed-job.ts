import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { followJob } from "@/live/job-stream";
import { isOver, type Job } from "./model";
import { jobQuery } from "./queries";

/** Keeps a job in the cache up to date with its own stream, which reports its progress: the event log does not. */
export function useFollowedJob(id: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!id) return;
    const leaving = new AbortController();
    let over = false;
    const onEvent = ({ type, data }: { type: string; data: Record<string, unknown> }) => {
      if (type !== "job") return;
      const job = data as unknown as Job;
      over = isOver(job);
      client.setQueryData<Job>(jobQuery(id).queryKey, (old) => ({ ...old, ...job }));
      if (over) void client.invalidateQueries({ queryKey: ["jobs"] });
    };
    void followJob(id, { cursor: () => undefined, onEvent, isOver: () => over }, leaving.signal);
    return () => leaving.abort();
  }, [id, client]);
}
