#include "office/docx.h"

#include "office/office_error.h"
#include "office/process.h"
#include "office/reference_docx.h"
#include "office/scratch_dir.h"
#include "office/text_encoding.h"
#include "office/zip_archive.h"

namespace jinguo::office {
namespace {

// Debian's pandoc cannot write docx under --sandbox (its data files are not built in), so what a sandbox
// would stop is taken away by hand: raw and metadata extensions are off, and this filter leaves no picture
// that names a file.
constexpr std::string_view kNoFilesFilter =
    "function Image(image)\n  if image.src:sub(1, 5) ~= 'data:' then return image.caption end\nend\n";

constexpr char kReader[] =
    "markdown-raw_html-raw_tex-raw_attribute-yaml_metadata_block-pandoc_title_block-mmd_title_block-citations"
    "-tex_math_dollars-latex_macros-native_divs-native_spans";

constexpr size_t kMaxHeap = 512;

Result<std::string> outcome_error(const ProcessOutcome& outcome, std::chrono::milliseconds timeout) {
  if (outcome.end == ProcessOutcome::End::timed_out) {
    return Error(kProgramTooSlow, {"pandoc", std::to_string(timeout.count() / 1000)});
  }
  return Error(kProgramFailed, {"pandoc", outcome.to_text()});
}

/// Pandoc leaves a table as wide as its words and sets its text as a tight list's; here tables fill the line.
void fix_tables(std::string& document) {
  const std::string narrow = "<w:tblW w:type=\"auto\" w:w=\"0\" />";
  const std::string full = "<w:tblW w:type=\"pct\" w:w=\"5000\"/>";
  const std::string list_style = "<w:pStyle w:val=\"Compact\" />";
  const std::string table_style = "<w:pStyle w:val=\"" + std::string(kTableTextStyle) + "\"/>";
  std::string out;
  size_t at = 0;
  while (true) {
    const size_t from = document.find("<w:tbl>", at);
    const size_t to = from == std::string::npos ? from : document.find("</w:tbl>", from);
    if (to == std::string::npos) break;
    out.append(document, at, from - at);
    std::string table = document.substr(from, to - from);
    for (const auto& [old, mended] : {std::pair{&narrow, &full}, std::pair{&list_style, &table_style}}) {
      for (size_t i = table.find(*old); i != std::string::npos; i = table.find(*old, i + mended->size())) {
        table.replace(i, old->size(), *mended);
      }
    }
    out += table;
    at = to;
  }
  out.append(document, at, std::string::npos);
  document = std::move(out);
}

}  // namespace

Result<DocxMaker> DocxMaker::make(std::filesystem::path scratch, std::chrono::milliseconds timeout) {
  auto pandoc = find_program({"pandoc"}, "pandoc");
  if (!pandoc) return pandoc.error();
  DocxMaker out(*std::move(pandoc), std::move(scratch), timeout);
  const ScratchDir folder(out.scratch_);
  const auto printed = run_process({.program = out.pandoc_,
                                    .arguments = {"--print-default-data-file", "reference.docx"},
                                    .folder = folder.path(),
                                    .timeout = timeout});
  if (!printed.is_good()) return outcome_error(printed, timeout).error();
  auto reference = patch_reference_docx(printed.output);
  if (!reference) return reference.error();
  out.reference_ = *std::move(reference);
  return out;
}

Result<std::string> DocxMaker::markdown_to_docx(std::string_view markdown, const Options& options) const {
  const ScratchDir folder(scratch_);
  write_file(folder.path() / "reference.docx", reference_);
  write_file(folder.path() / "files.lua", kNoFilesFilter);
  ProcessOrder order{
      .program = pandoc_,
      .arguments = {"+RTS", "-M" + std::to_string(kMaxHeap) + "M", "-RTS", "--from", kReader, "--to", "docx",
                    "--reference-doc", "reference.docx", "--lua-filter", "files.lua", "--output", "out.docx"},
      .input = clean_utf8(markdown) + "\n",
      .folder = folder.path(),
      .timeout = timeout_};
  if (!options.title.empty()) {
    order.arguments.push_back("--metadata");
    order.arguments.push_back("title=" + clean_utf8(options.title));
  }
  const long long seconds = static_cast<long long>(options.created.days()) * 86400;
  order.environment = {{"SOURCE_DATE_EPOCH", std::to_string(seconds)},
                       {"http_proxy", "http://127.0.0.1:9"},
                       {"https_proxy", "http://127.0.0.1:9"}};
  const ProcessOutcome outcome = run_process(order);
  if (!outcome.is_good()) return outcome_error(outcome, timeout_);
  auto parts = unpack_zip(read_file(folder.path() / "out.docx"));
  if (!parts) return parts.error();
  fix_tables((*parts)["word/document.xml"]);
  return pack_zip(*parts);
}

}  // namespace jinguo::office
