// For tests: a programme file in the shape the server sends, by a short reading of the format.

const words = (given) => (typeof given === "string" ? { zh: given, en: given } : { zh: given?.zh ?? "", en: given?.en ?? given?.zh ?? "" });
const yes = (given) => given === "yes" || given === true;
const text = (given) => (given === undefined || given === null ? null : String(given));

const LISTS = {
  village_round: [["round_2007", "2007 年换届", "Round of 2007"], ["round_2011", "2011 年换届", "Round of 2011"]],
  congress_round: [["congress_2011", "2011 年妇代会换届", "Congress of 2011"]],
};

function field(id, given) {
  const columns = Object.entries(given.columns ?? {}).map(([name, column]) => field(name, column));
  let choices = [];
  if (given.list) choices = (LISTS[given.list] ?? []).map(([code, zh, en]) => ({ code, label: { zh, en }, retired: false }));
  if (given.choices) choices = Object.entries(given.choices).map(([code, label]) => ({ code, label: words(label), retired: false }));
  return {
    id,
    type: given.type,
    label: words(given.label),
    help: words(given.help),
    measured_in: given.measured_in ?? "",
    places: given.places ?? (given.type === "money" || given.type === "percent" || given.type === "decimal" ? 2 : 0),
    required: yes(given.required),
    required_when: given.required_when ?? null,
    shown_when: given.shown_when ?? null,
    computed: given.computed ?? (yes(given.from_unit) ? id : null),
    min: text(given.min),
    max: text(given.max),
    max_length: given.max_length ?? 0,
    most: given.type === "file" || given.type === "photo" ? (given.most ?? 1) : 0,
    choices,
    columns,
    privacy: given.privacy ?? "internal",
    unit_level: given.level ?? null,
    retired: false,
  };
}

/** The shape `Programme` from the parsed file and its text. */
export function programmeFrom(file, source) {
  const events = [];
  for (const [id, given] of Object.entries(file.events ?? {}))
    for (const one of Array.isArray(given) ? given : [given])
      events.push({
        id,
        label: words(one.label),
        from: one.from ?? [],
        to: one.to ?? "",
        by: one.by ?? [],
        inputs: one.inputs ?? [],
        required_inputs: one.required_inputs ?? [],
        reason: yes(one.reason),
      });
  const figures = [];
  for (const [id, one] of Object.entries(file.indicators ?? {}))
    figures.push({
      name: `${file.programme}.${id}`,
      id,
      kind: one.share ? "share" : "ratio",
      title: words(one.title),
      note: words(one.note),
      measured_in: one.measured_in ?? "",
      places: one.percent ?? one.places ?? 0,
      percent: one.percent !== undefined,
      polarity: one.polarity ?? "none",
      by: [],
      targets: one.targets ?? {},
    });
  for (const [id, one] of Object.entries(file.measures ?? {}))
    figures.push({
      name: `${file.programme}.${id}`,
      id,
      kind: one.stock ? "stock" : "flow",
      title: words(one.title),
      note: words(one.note),
      measured_in: one.measured_in ?? "",
      places: 0,
      percent: false,
      polarity: "none",
      by: one.by ?? [],
      targets: {},
    });
  return {
    id: file.programme,
    system: file.system,
    title: words(file.title),
    about: words(file.about),
    owner: words(file.owner),
    version: file.version,
    valid_from: String(file.valid_from).slice(0, 10),
    level: file.level,
    also_at: file.also_at ?? [],
    date_field: file.date ?? "",
    return_period: file.period ?? null,
    unique: file.unique ?? [],
    fields: Object.entries(file.fields ?? {}).map(([id, one]) => field(id, one)),
    states: Object.entries(file.states ?? {}).map(([id, one]) => ({
      id,
      label: words(one.label),
      is_draft: yes(one.draft),
      is_end: yes(one.end),
      is_void: yes(one.void),
      checked_by: one.checked_by ?? null,
    })),
    events,
    checks: (file.checks ?? []).map((one) => ({ that: one.that, message: words(one.message), on: one.on ?? "", hard: !yes(one.soft), in_draft: yes(one.in_draft) })),
    figures,
    sheet: file.sheet ?? [],
    has_obligation: file.obligation !== undefined,
    nil_allowed: file.obligation !== undefined && file.obligation.nil !== "no",
    may_create: false,
    may_import: false,
    source,
  };
}
