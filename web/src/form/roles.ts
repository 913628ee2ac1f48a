import type { EventInfo, Programme } from "../api/types";
import { session } from "../session";

/** Whether one of the asker's posts is among the roles an event names ("village.chair"); no roles named: the server knows. */
function mayTake(event: EventInfo): boolean {
  if (event.by.length === 0) return true;
  return (session.value?.posts ?? []).some((post) => event.by.includes(`${post.unit.level}.${post.role}`) || event.by.includes(post.role));
}

/** What may be done at once with a new record: the asker's events out of the first state, but no voiding. */
export function firstEvents(programme: Programme): EventInfo[] {
  const first = programme.states[0]?.id;
  const isVoid = (id: string): boolean => programme.states.find((s) => s.id === id)?.is_void ?? false;
  return programme.events.filter((e) => e.from.includes(first) && !isVoid(e.to) && !e.reason && mayTake(e));
}
