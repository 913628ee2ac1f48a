#include "define/yaml.h"

#include <libfyaml.h>

#include <algorithm>
#include <memory>
#include <set>

#include "define/define_error.h"
#include "define/full_width.h"

namespace jinguo::define {

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

size_t count_characters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Place place_in(const Node& scalar, std::string_view file, size_t offset) {
  const std::string_view before =
      std::string_view(scalar.text).substr(0, std::min(offset, scalar.text.size()));
  const auto lines = static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  const size_t last = before.rfind('\n');
  const std::string_view tail = last == std::string_view::npos ? before : before.substr(last + 1);
  return {std::string(file),
          scalar.text_line + lines,
          scalar.text_column + static_cast<int>(count_characters(tail)),
          {}};
}

namespace {

struct ParserEnd {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagEnd {
  void operator()(fy_diag* diag) const { fy_diag_unref(diag); }
};

/// Turns the event stream of one parser into nodes.
class Builder {
 public:
  Builder(fy_parser* parser, std::string_view text, std::string_view file, Diagnostics& faults)
      : parser_(parser), text_(text), file_(file), faults_(faults) {}

  /// Nothing on a syntax fault (the diagnostics of the library hold it) or when the text goes too deep.
  std::optional<Node> document() {
    std::optional<Node> root;
    bool seen_document = false;
    while (next()) {
      switch (event_->type) {
        case FYET_DOCUMENT_START:
          if (seen_document) {
            faults_.push_back(Error(kSecondDocument).at(place(event_->document_start.document_start)));
            free_event();
            return root;
          }
          seen_document = true;
          if (!next()) return std::nullopt;
          root = node(0);
          if (!root) return std::nullopt;
          break;
        case FYET_STREAM_END:
          ended_ = true;
          free_event();
          return root;
        default:
          break;
      }
    }
    return std::nullopt;
  }
  bool has_ended() const { return ended_; }
  bool is_too_deep() const { return too_deep_; }
  ~Builder() { free_event(); }

 private:
  void free_event() {
    if (event_) fy_parser_event_free(parser_, event_);
    event_ = nullptr;
  }
  bool next() {
    free_event();
    event_ = fy_parser_parse(parser_);
    return event_ != nullptr;
  }

  Place place(fy_token* token) const {
    const fy_mark* mark = token ? fy_token_start_mark(token) : nullptr;
    if (!mark) return {std::string(file_), last_line_, 1, {}};
    return {std::string(file_), mark->line + 1, mark->column + 1, {}};
  }

  void refuse_marks(fy_token* anchor, fy_token* tag) {
    if (anchor) faults_.push_back(Error(kAnchorRefused).at(place(anchor)));
    if (tag) faults_.push_back(Error(kTagRefused).at(place(tag)));
  }

  void set_place(Node& out, fy_token* token) {
    const Place p = place(token);
    out.line = out.text_line = p.line;
    out.column = out.text_column = p.column;
    last_line_ = p.line;
  }

  /// The node that begins with the current event.
  std::optional<Node> node(int depth) {
    if (depth > kMaxYamlDepth) {
      too_deep_ = true;
      return std::nullopt;
    }
    Node out;
    switch (event_->type) {
      case FYET_SCALAR:
        refuse_marks(event_->scalar.anchor, event_->scalar.tag);
        read_scalar(out);
        return out;
      case FYET_ALIAS:
        faults_.push_back(Error(kAnchorRefused).at(place(event_->alias.anchor)));
        set_place(out, event_->alias.anchor);
        return out;
      case FYET_SEQUENCE_START:
        refuse_marks(event_->sequence_start.anchor, event_->sequence_start.tag);
        out.kind = Node::Kind::list;
        set_place(out, event_->sequence_start.sequence_start);
        return read_items(out, depth) ? std::optional(std::move(out)) : std::nullopt;
      case FYET_MAPPING_START:
        refuse_marks(event_->mapping_start.anchor, event_->mapping_start.tag);
        out.kind = Node::Kind::map;
        set_place(out, event_->mapping_start.mapping_start);
        return read_entries(out, depth) ? std::optional(std::move(out)) : std::nullopt;
      default:
        return std::nullopt;
    }
  }

  void read_scalar(Node& out) {
    fy_token* token = event_->scalar.value;
    set_place(out, token);
    if (!token) return;
    size_t length = 0;
    const char* data = fy_token_get_text(token, &length);
    if (data) out.text.assign(data, length);
    switch (fy_token_scalar_style(token)) {
      case FYSS_SINGLE_QUOTED:
      case FYSS_DOUBLE_QUOTED:
        out.style = Node::Style::quoted;
        break;
      case FYSS_LITERAL:
      case FYSS_FOLDED:
        out.style = Node::Style::block;
        set_block_place(out, token);
        return;
      default:
        break;
    }
    // The library marks quoted text by its first character, behind the quote.
    if (out.style == Node::Style::quoted && out.column > 1) --out.column;
  }

  /// A block's mark is its first character of text; its own place is taken from the same line.
  void set_block_place(Node& out, fy_token* token) {
    const fy_mark* mark = fy_token_start_mark(token);
    if (!mark || mark->input_pos > text_.size()) return;
    const size_t at = text_.find_first_not_of(" \n", mark->input_pos);
    const size_t end = at == std::string_view::npos ? mark->input_pos : at;
    const size_t line_start = end == 0 ? 0 : text_.rfind('\n', end - 1);
    out.text_line += static_cast<int>(std::count(text_.begin() + static_cast<long>(mark->input_pos),
                                                 text_.begin() + static_cast<long>(end), '\n'));
    out.text_column = static_cast<int>(line_start == std::string_view::npos ? end : end - line_start);
    if (out.text_column < 1) out.text_column = 1;
  }

  bool read_items(Node& out, int depth) {
    while (next()) {
      if (event_->type == FYET_SEQUENCE_END) return true;
      auto item = node(depth + 1);
      if (!item) return false;
      out.items.push_back(std::move(*item));
    }
    return false;
  }

  bool read_entries(Node& out, int depth) {
    std::set<std::string> seen;
    while (next()) {
      if (event_->type == FYET_MAPPING_END) return true;
      auto key = node(depth + 1);
      if (!key || !next()) return false;
      auto value = node(depth + 1);
      if (!value) return false;
      const Place at{std::string(file_), key->line, key->column, {}};
      if (!key->is_scalar()) {
        faults_.push_back(Error(kKeyNotText).at(at));
        continue;
      }
      if (key->text == "<<") {
        faults_.push_back(Error(kMergeKeyRefused).at(at));
        continue;
      }
      if (!seen.insert(key->text).second) {
        faults_.push_back(Error(kDuplicateKey, {key->text}).at(at));
        continue;
      }
      if (value->is_empty() && value->line == 0) value->line = key->line, value->column = key->column;
      out.entries.push_back({std::move(key->text), key->line, key->column, std::move(*value)});
    }
    return false;
  }

  fy_parser* parser_;
  std::string_view text_;
  std::string_view file_;
  Diagnostics& faults_;
  fy_event* event_ = nullptr;
  int last_line_ = 1;
  bool ended_ = false;
  bool too_deep_ = false;
};

/// The first "<name>:line:column: error: message" the library said. Its own list of faults is never freed by
/// it, so its words are read instead.
Error first_syntax_fault(std::string_view said, std::string_view file) {
  constexpr std::string_view kMark = ": error: ";
  const size_t mark = said.find(kMark);
  if (mark == std::string_view::npos)
    return Error(kYamlSyntax, {"unreadable text"}).at({std::string(file), 1, 1, {}});
  const size_t start = mark + kMark.size();
  const std::string_view message = said.substr(start, said.find('\n', start) - start);
  int numbers[2] = {1, 1};
  size_t end = mark;
  for (int k = 1; k >= 0 && end != std::string_view::npos && end > 0; --k) {
    const size_t colon = said.rfind(':', end - 1);
    if (colon == std::string_view::npos) break;
    int number = 0;
    for (const char c : said.substr(colon + 1, end - colon - 1))
      if (c >= '0' && c <= '9' && number < 100'000'000) number = number * 10 + (c - '0');
    numbers[k] = std::max(1, number);
    end = colon;
  }
  return Error(kYamlSyntax, {std::string(message)}).at({std::string(file), numbers[0], numbers[1], {}});
}

/// Byte positions of control characters and of bytes that are no UTF-8; the library stops there less clearly.
std::optional<Error> refuse_bytes(std::string_view text, std::string_view file) {
  int line = 1, column = 1;
  for (size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const size_t length = c < 0x80                ? 1
                          : c >= 0xC2 && c < 0xE0 ? 2
                          : c >= 0xE0 && c < 0xF0 ? 3
                          : c >= 0xF0 && c < 0xF5 ? 4
                                                  : 0;
    bool good = length != 0 && i + length <= text.size() &&
                (c >= 0x20 || c == '\n' || c == '\t' || c == '\r') && c != 0x7F;
    for (size_t k = 1; good && k < length; ++k) good = (text[i + k] & 0xC0) == 0x80;
    if (!good) return Error(kNotUtf8).at({std::string(file), line, column, {}});
    if (c == '\n') ++line, column = 0;
    ++column;
    i += length;
  }
  return std::nullopt;
}

}  // namespace

ParsedYaml parse_yaml(std::string_view text, std::string_view file) {
  ParsedYaml out;
  if (text.size() > kMaxYamlBytes) {
    out.faults.push_back(
        Error(kTextTooLong, {std::to_string(kMaxYamlBytes / 1024)}).at({std::string(file), 0, 0, {}}));
    return out;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (auto fault = refuse_bytes(text, file)) {
    out.faults.push_back(std::move(*fault));
    return out;
  }
  if (Diagnostics tabs = find_tabs(text, file); !tabs.empty()) {
    out.faults = std::move(tabs);
    return out;
  }
  fy_diag_cfg diag_cfg;
  fy_diag_cfg_default(&diag_cfg);
  diag_cfg.fp = nullptr;
  diag_cfg.output_fn = [](fy_diag*, void* user, const char* said, size_t length) {
    static_cast<std::string*>(user)->append(said, length);
  };
  std::string said;
  diag_cfg.user = &said;
  diag_cfg.colorize = false;
  diag_cfg.show_source = false;
  diag_cfg.show_position = false;
  diag_cfg.show_module = false;
  diag_cfg.show_type = false;
  std::unique_ptr<fy_diag, DiagEnd> diag(fy_diag_create(&diag_cfg));
  if (!diag) throw Failure("no memory for reading a definition");
  fy_parse_cfg cfg{};
  cfg.flags = static_cast<fy_parse_cfg_flags>(FYPCF_ALLOW_DUPLICATE_KEYS | FYPCF_DISABLE_RECYCLING);
  cfg.diag = diag.get();
  std::unique_ptr<fy_parser, ParserEnd> parser(fy_parser_create(&cfg));
  if (!parser) throw Failure("no memory for reading a definition");
  fy_parser_set_string(parser.get(), text.data(), text.size());

  std::optional<Node> root;
  bool ended = false;
  {
    Builder builder(parser.get(), text, file, out.faults);
    root = builder.document();
    ended = builder.has_ended();
    if (builder.is_too_deep()) {
      out.faults.push_back(
          Error(kTooDeep, {std::to_string(kMaxYamlDepth)}).at({std::string(file), 1, 1, {}}));
      return out;
    }
  }
  if (root && (ended || !out.faults.empty())) {
    out.root = std::move(root);
    return out;
  }
  // Full-width punctuation is what usually breaks a text typed in Chinese: its mend says more than the
  // parser.
  if (Diagnostics marks = find_full_width(text, file); !marks.empty())
    out.faults = std::move(marks);
  else if (ended)
    out.faults.push_back(Error(kEmptyText).at({std::string(file), 1, 1, {}}));
  else
    out.faults.push_back(first_syntax_fault(said, file));
  return out;
}

}  // namespace jinguo::define
