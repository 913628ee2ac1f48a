#include "office/comment_list.h"

#include <algorithm>
#include <vector>

#include "office/cell_comments.h"
#include "office/office_error.h"
#include "office/workbook_parts.h"
#include "office/xml_outline.h"

namespace jinguo::office {
namespace {

constexpr std::string_view kAuthor = "数据核对";
/// comments, commentList, comment, text, r, rPr or t, and what stands in rPr.
constexpr int kDepth = 7;

std::string element(const std::string& prefix, std::string_view name, std::string_view inner) {
  return "<" + prefix + std::string(name) + ">" + std::string(inner) + "</" + prefix + std::string(name) +
         ">";
}

std::string preserved(const std::string& prefix, std::string_view text) {
  return "<" + prefix + "t xml:space=\"preserve\">" + escape_xml(escape_cell_text(text)) + "</" + prefix +
         "t>";
}

/// Our words as one run, in red and in a face that has them.
std::string our_run(const std::string& prefix, std::string_view text) {
  std::string properties;
  for (const std::string_view one :
       {"b/", "sz val=\"9\"/", "color rgb=\"FFC00000\"/", "rFont val=\"宋体\"/", "charset val=\"134\"/"})
    properties += "<" + prefix + std::string(one) + ">";
  return element(prefix, "r", element(prefix, "rPr", properties) + preserved(prefix, text));
}

std::string our_comment(const std::string& prefix, const CellReference& cell, size_t author,
                        std::string_view text) {
  const std::string where = column_letters(cell.column) + std::to_string(cell.row);
  return "<" + prefix + "comment ref=\"" + where + "\" authorId=\"" + std::to_string(author) +
         "\" shapeId=\"0\">" + element(prefix, "text", our_run(prefix, text)) + "</" + prefix + "comment>";
}

class Merger {
 public:
  Merger(std::string_view xml, const std::vector<XmlElement>& elements, const CellTexts& texts)
      : xml_(xml), elements_(elements), texts_(texts), prefix_(elements[0].prefix()) {}

  Result<CommentList> merge(std::string_view part) {
    const size_t authors = child_of(0, "authors"), list = child_of(0, "commentList");
    if (authors == 0 || list == 0 || elements_[list].begin < elements_[authors].end)
      return Error(kBadXml, {std::string(part), "1", "no comment list"});
    const size_t ours = author_index(authors);
    std::string inner = keep_comments(list);
    for (const auto& [cell, text] : texts_)
      if (out_.present.insert(cell).second) {
        inner += our_comment(prefix_, cell, ours, text);
        out_.removed.erase(cell);
        out_.is_changed = true;
      }
    if (out_.is_changed) assemble(authors, list, inner);
    return std::move(out_);
  }

 private:
  /// 0, the root, when there is none.
  size_t child_of(size_t parent, std::string_view name, size_t after = 0) const {
    for (size_t i = std::max(parent, after) + 1; i < elements_.size(); ++i) {
      if (elements_[i].begin >= elements_[parent].end) break;
      if (elements_[i].parent == parent && elements_[i].name == name) return i;
    }
    return 0;
  }

  size_t author_index(size_t authors) {
    size_t count = 0;
    for (size_t i = child_of(authors, "author"); i != 0; i = child_of(authors, "author", i), ++count)
      if (elements_[i].text == kAuthor) return count;
    adds_author_ = true;
    return count;
  }

  std::string_view bytes(size_t from, size_t to) const { return xml_.substr(from, to - from); }

  std::string keep_comments(size_t list) {
    std::string out;
    size_t done = elements_[list].inner_begin;
    for (size_t i = child_of(list, "comment"); i != 0; i = child_of(list, "comment", i)) {
      const XmlElement& comment = elements_[i];
      out += bytes(done, comment.begin);
      out += keep_comment(i);
      done = comment.end;
    }
    return out + std::string(bytes(done, elements_[list].inner_end));
  }

  std::string keep_comment(size_t i) {
    const XmlElement& comment = elements_[i];
    const auto cell = parse_cell_reference(comment.get("ref"));
    const size_t text = child_of(i, "text");
    if (!cell || text == 0) return std::string(bytes(comment.begin, comment.end));
    const auto said = texts_.find(*cell);
    const bool is_ours_too = has_mark(text);
    if (!is_ours_too && said == texts_.end()) {
      out_.present.insert(*cell);
      return std::string(bytes(comment.begin, comment.end));
    }
    out_.is_changed = true;
    std::string runs = is_ours_too || said != texts_.end() ? runs_before_mark(text) : std::string();
    if (runs.empty() && said == texts_.end()) {
      out_.removed.insert(*cell);
      return {};
    }
    if (said != texts_.end() && !out_.present.contains(*cell))
      runs += our_run(prefix_, runs.empty() ? said->second : "\n" + said->second);
    out_.present.insert(*cell);
    return std::string(bytes(comment.begin, elements_[text].begin)) + element(prefix_, "text", runs) +
           std::string(bytes(elements_[text].end, comment.end));
  }

  bool has_mark(size_t text) const {
    for (size_t i = text + 1; i < elements_.size() && elements_[i].begin < elements_[text].end; ++i)
      if (elements_[i].name == "t" && elements_[i].text.find(kCommentMark) != std::string::npos) return true;
    return false;
  }

  /// What people wrote, as runs. Everything from our mark on is ours, whatever program has saved it since.
  std::string runs_before_mark(size_t text) const {
    std::string out;
    for (size_t i = text + 1; i < elements_.size() && elements_[i].begin < elements_[text].end; ++i) {
      const XmlElement& run = elements_[i];
      if (run.parent != text || (run.name != "r" && run.name != "t")) continue;
      const size_t t = run.name == "t" ? i : child_of(i, "t");
      if (t == 0) continue;
      std::string words = elements_[t].text;
      const size_t mark = words.find(kCommentMark);
      if (mark != std::string::npos) words.erase(mark);
      if (mark != std::string::npos)
        while (!words.empty() && (words.back() == '\n' || words.back() == '\r')) words.pop_back();
      const size_t properties = run.name == "r" ? child_of(i, "rPr") : 0;
      const std::string look =
          properties == 0 ? "" : std::string(bytes(elements_[properties].begin, elements_[properties].end));
      if (run.name == "r" && mark == std::string::npos) {
        out += bytes(run.begin, run.end);
      } else if (!words.empty()) {
        unescape_cell_text(words);
        out += element(prefix_, "r", look + preserved(prefix_, words));
      }
      if (mark != std::string::npos) break;
    }
    return out;
  }

  void assemble(size_t authors, size_t list, const std::string& inner) {
    const XmlElement& where = elements_[list];
    std::string head = std::string(xml_.substr(0, where.begin));
    if (adds_author_) head = with_last_child(head, elements_[authors], element(prefix_, "author", kAuthor));
    const bool is_empty = where.is_empty_tag(xml_);
    std::string tag(bytes(where.begin, is_empty ? where.end - 2 : where.inner_begin));
    if (is_empty) tag += ">";
    out_.xml = head + tag + inner + "</" + where.raw_name + ">" + std::string(xml_.substr(where.end));
  }

  std::string_view xml_;
  const std::vector<XmlElement>& elements_;
  const CellTexts& texts_;
  std::string prefix_;
  CommentList out_;
  bool adds_author_ = false;
};

}  // namespace

Result<CommentList> merge_comments(std::string_view xml, const CellTexts& texts, std::string_view part) {
  const auto elements = outline_xml(xml, kDepth, part);
  if (!elements) return elements.error();
  return Merger(xml, *elements, texts).merge(part);
}

CommentList new_comments(const CellTexts& texts, std::string_view main_namespace) {
  CommentList out;
  out.is_changed = true;
  std::string comments;
  for (const auto& [cell, text] : texts) {
    comments += our_comment("", cell, 0, text);
    out.present.insert(cell);
  }
  out.xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"" +
            std::string(main_namespace) + "\">" + element("", "authors", element("", "author", kAuthor)) +
            element("", "commentList", comments) + "</comments>";
  return out;
}

}  // namespace jinguo::office
