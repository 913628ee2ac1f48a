import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router";
import { homePeriod, homeUnit } from "./session";

export interface Scope {
  /** Code of the unit asked about: from the address, else the asker's own. */
  unit: ComputedRef<string>;
  period: ComputedRef<string>;
  /** One parameter of the address. */
  param: (name: string) => string;
  /** Changes the address; blank takes a parameter out. */
  set: (changes: Record<string, string | undefined>, how?: "push" | "replace") => void;
  /** The unit and period as parameters for links. */
  links: ComputedRef<{ unit: string; period: string }>;
}

/** What a page asks about, all of it in the address. */
export function useScope(): Scope {
  const route = useRoute();
  const router = useRouter();
  const param = (name: string): string => {
    const value = route.query[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  const unit = computed(() => param("unit") || homeUnit.value?.code || "");
  const period = computed(() => param("period") || homePeriod.value);
  const links = computed(() => ({ unit: unit.value, period: period.value }));
  const set: Scope["set"] = (changes, how = "push") => {
    const query: LocationQueryRaw = { ...route.query };
    for (const [name, value] of Object.entries(changes))
      if (value) query[name] = value;
      else delete query[name];
    void router[how]({ query });
  };
  return { unit, period, param, set, links };
}
