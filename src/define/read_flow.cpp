#include <algorithm>

#include "define/define_error.h"
#include "define/read_parts.h"

namespace jinguo::define {

void read_states(Reader& in, const Node& root, Programme& out) {
  const Node* states = in.map(root, "states");
  if (!states) return;
  for (const Node::Entry& entry : states->entries) {
    State state;
    state.id = entry.key;
    state.place = in.place(entry);
    in.is_id(entry.key, state.place);
    if (in.has_shape(entry.value, shape("state"), state.place)) {
      state.label = in.words(entry.value, "label");
      state.is_draft = in.yes(entry.value, "draft", false);
      state.is_end = in.yes(entry.value, "end", false);
      state.is_void = in.yes(entry.value, "void", false);
      state.checked_by = in.level(entry.value, "checked_by");
    }
    out.states.push_back(std::move(state));
  }
}

namespace {

void read_event(Reader& in, const std::string& id, const Node& node, const Place& at, Programme& out) {
  Event event;
  event.id = id;
  event.place = at;
  if (!in.has_shape(node, shape("event"), at)) return;
  event.label = in.words(node, "label");
  event.from = in.ids(node, "from");
  event.to = in.id(node, "to");
  event.by = in.roles(node, "by");
  event.when = in.expression(node, "when");
  event.when_message = in.words(node, "message");
  event.inputs = in.ids(node, "inputs");
  event.required_inputs = in.ids(node, "required_inputs");
  for (const std::string& input : event.required_inputs)
    if (std::find(event.inputs.begin(), event.inputs.end(), input) == event.inputs.end())
      event.inputs.push_back(input);
  event.reason_required = in.yes(node, "reason", false);
  event.not_same_as = in.id(node, "not_same_as");
  event.tell = in.roles(node, "tell");
  if (node.find("by") && !node.find("by")->is_empty() && event.by.empty() && node.find("by")->items.empty())
    in.fault(kNoOneMay, {id}, in.place(*node.find("by")));
  out.events.push_back(std::move(event));
}

}  // namespace

void read_events(Reader& in, const Node& root, Programme& out) {
  const Node* events = in.map(root, "events");
  if (!events) return;
  for (const Node::Entry& entry : events->entries) {
    in.is_id(entry.key, in.place(entry));
    if (entry.value.is_list())
      for (const Node& variant : entry.value.items)
        read_event(in, entry.key, variant, in.place(variant), out);
    else
      read_event(in, entry.key, entry.value, in.place(entry), out);
    if (out.events.size() <= kMostEvents) continue;
    in.fault(kTooManyEntries, {"events", std::to_string(kMostEvents)}, in.place(entry));
    out.events.clear();
    return;
  }
}

void read_checks(Reader& in, const Node& root, Programme& out) {
  const Node* list = in.list(root, "checks");
  if (!list) return;
  for (const Node& item : list->items) {
    if (!in.has_shape(item, shape("check"), in.place(item))) continue;
    Check check;
    check.that.place = in.place(item);
    if (auto that = in.expression(item, "that")) check.that = std::move(*that);
    check.on_field = in.id(item, "on");
    check.message = in.words(item, "message");
    check.is_hard = !in.yes(item, "soft", false);
    check.in_draft = in.yes(item, "in_draft", false);
    out.checks.push_back(std::move(check));
  }
}

void read_rights(Reader& in, const Node& root, Programme& out) {
  const Node* node = in.map(root, "rights");
  if (!node || !in.has_shape(*node, shape("rights"), in.place(*node))) return;
  Rights& rights = out.rights;
  rights.create = in.roles(*node, "create");
  rights.read = in.roles(*node, "read");
  rights.correct = in.roles(*node, "correct");
  rights.import = in.roles(*node, "import");
  rights.compare_siblings = in.one_of(*node, "compare", shape("rights")).value_or(0) == 0;
  const Node* edits = in.list(*node, "edit");
  if (!edits) return;
  for (const Node& item : edits->items) {
    if (!in.has_shape(item, shape("edit"), in.place(item))) continue;
    EditRight edit;
    edit.in = in.ids(item, "in");
    edit.by = in.roles(item, "by");
    edit.fields = in.ids(item, "fields");
    rights.edit.push_back(std::move(edit));
  }
}

void read_obligation(Reader& in, const Node& root, Programme& out) {
  const Node* node = in.map(root, "obligation");
  if (!node || !in.has_shape(*node, shape("obligation"), in.place(*node))) return;
  Obligation duty;
  duty.by = in.level(*node, "by").value_or(out.level);
  duty.period = in.period(*node, "period");
  duty.term_field = in.id(*node, "once_per");
  for (const auto& [at, days] : in.numbers_by_level(*node, "due_days")) {
    const auto whole = days.scaled(0);
    if (whole && *whole >= -31 && *whole <= 366)
      duty.due_days[at] = static_cast<int>(*whole);
    else
      in.fault(kExpectedWhole, {"due_days", days.to_text(), "-31", "366"}, in.place(*node->find("due_days")));
  }
  duty.due_on = in.date(*node, "due_on");
  duty.nil_allowed = in.yes(*node, "nil", true);
  if (!node->find("period") == !node->find("once_per"))
    in.fault(kChooseOne, {"obligation", "period, once_per"}, in.place(*node));
  if (!node->find("due_days") == !node->find("due_on"))
    in.fault(kChooseOne, {"obligation", "due_days, due_on"}, in.place(*node));
  out.obligation = std::move(duty);
}

}  // namespace jinguo::define
